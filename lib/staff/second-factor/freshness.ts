/** How long a second factor counts as just given: for looking at a token, not for leaving the desk. */
const FRESH_MS = 5 * 60_000;

/** How well the second factor of a session stands. */
export type FactorStanding = "missing" | "stale" | "fresh";

/** Judges when the second factor was given in a session. */
export function judgeFactor(givenAt: Date | null, now = Date.now()): FactorStanding {
  if (givenAt === null) return "missing";
  return now - givenAt.getTime() <= FRESH_MS ? "fresh" : "stale";
}

/** Why a session is asked for the second factor. */
export type FactorRefusal = "second_factor_missing" | "second_factor_stale";

/** Asks whether a second factor was just given in a session. */
export function askFreshFactor(
  givenAt: Date | null,
): { readonly ok: true } | { readonly ok: false; readonly problem: FactorRefusal } {
  const standing = judgeFactor(givenAt);
  return standing === "fresh" ? { ok: true } : { ok: false, problem: `second_factor_${standing}` };
}
