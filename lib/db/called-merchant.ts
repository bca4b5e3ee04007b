import { Prisma } from "./connect/client";

/** A merchant and what it was merged into, to the end, as a table `up` of a statement. */
export const mergedUp = (column: string) => `WITH RECURSIVE up AS (
      SELECT one.id, one.merged_into_id, one.name, one.alias FROM merchants one WHERE one.id = ${column}
      UNION SELECT one.id, one.merged_into_id, one.name, one.alias FROM up JOIN merchants one ON one.id = up.merged_into_id
    )`;

/**
 * The end of what a merchant was merged into, as JSON: its id, and what it is called if that is not what the payment
 * says: as staff call it, or as the one is called that it was merged into.
 */
export function calledAs(column: string): string {
  return `(${mergedUp(column)} SELECT json_build_object('id', up.id, 'name',
      COALESCE(up.alias, CASE WHEN up.id <> ${column} THEN up.name END)) FROM up WHERE up.merged_into_id IS NULL)`;
}

/** What people call the merchant of a payment: as its merchant is called, or as the payment itself says. */
export function shownMerchant(payment: string): Prisma.Sql {
  return Prisma.raw(`COALESCE(${calledAs(`${payment}.merchant_id`)}->>'name', ${payment}.merchant)`);
}
