/** Whether a hash is right: made with the site's secret reference, or with the public one, which proves nothing by itself. */
export function hashFits(hashLeg: string): boolean {
  return hashLeg === "match" || hashLeg === "public";
}

/** Whether a delivery is verified: its hash is right and it came from the bank's address. */
export function isVerified({ addressLeg, hashLeg }: { addressLeg: string; hashLeg: string }): boolean {
  return addressLeg === "match" && hashFits(hashLeg);
}

/** The same as a condition on a row of `deliveries`. */
export function verifiedSql(alias: string): string {
  return `(${alias}.address_leg = 'match' AND ${alias}.hash_leg IN ('match', 'public'))`;
}
