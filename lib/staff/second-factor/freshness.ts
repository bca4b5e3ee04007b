/** How long a second factor counts as just given: for looking at a token, not for leaving the desk. */
const FRESH_MS = 5 * 60_000;

/** How well the second factor of a session stands. */
export type FactorStanding = "missing" | "stale" | "fresh";

/** Judges when the second factor was given in a session. */
export function judgeFactor(givenAt: Date | null, now = Date.now()): FactorStanding {
  if (givenAt === null) return "missing";
  return now - givenAt.getTime() <= FRESH_MS ? "fresh" : "stale";
}
