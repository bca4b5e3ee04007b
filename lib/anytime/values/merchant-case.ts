// A short word in capitals counts as an acronym if nobody could pronounce it: it has no vowel, or begins or ends with
// two consonants that no ordinary word begins or ends with.
const VOWEL = /[AEIOUY]/;
const ONSET =
  /^(?:[AEIOUY]|[^AEIOUY][AEIOUY]|B[LR]|C[HLR]|D[R]|F[LR]|G[LNR]|K[LNR]|P[HLR]|QU|S[CHKLMNPTW]|T[HRW]|V[R]|W[HR])/;
const CODA =
  /(?:[AEIOUY]|[AEIOUY][^AEIOUY]|C[HKST]|F[FTS]|G[HNST]|L[DFKLMPST]|M[BPS]|N[CDEGKNSTX]|P[HPST]|R[BCDFGKLMNPSTZ]|S[HKPST]|T[HSTZ]|W[NS]|X[TX]|Z[Z])$/;
const KEPT = new Set(["SA", "SAS", "SARL", "EURL", "SCI", "EI", "USA", "UK", "IKEA", "ATM", "TAN", "RER"]);
const DOMAIN_ENDING = new Set(["com", "fr", "net", "org", "eu", "io", "uk", "de", "be", "es", "it"]);

/**
 * Makes a name in capitals readable: `FNAC DIRECT` becomes `FNAC Direct`. A name with any lower-case letter was
 * written by a person, and is unchanged.
 */
export function readableCase(name: string): string {
  if (/\p{Ll}/u.test(name)) return name;
  return name.replaceAll(/[\p{L}\p{M}]+/gu, (word, at: number) => {
    const lower = word.toLocaleLowerCase("en");
    const previous = at === 0 ? "" : name.charAt(at - 1);
    if (previous === "." && DOMAIN_ENDING.has(lower)) return lower;
    if (lower === "s" && /['’]/.test(previous)) return lower; // McDonald's, not McDonald'S
    if (isAcronym(word)) return word;
    return word.charAt(0) + lower.slice(1);
  });
}

function isAcronym(word: string): boolean {
  if (word.length > 4) return false;
  if (KEPT.has(word) || word.length === 1) return true;
  const plain = word.normalize("NFD").replaceAll(/\p{M}/gu, "");
  return /^[A-Z]+$/.test(plain) && !(VOWEL.test(plain) && ONSET.test(plain) && CODA.test(plain));
}
