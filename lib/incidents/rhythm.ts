const MINUTE = 60_000;
const SHORTEST_MS = 15 * MINUTE;
const UNKNOWN_MS = 24 * 60 * MINUTE;
const FACTOR = 1.5;
const FEWEST = 20;

/** What is known about the rhythm of a site's webhook. */
export interface Rhythm {
  /** Minutes of the last 14 days with at least one delivery. */
  readonly minutes: number;
  /** The longest pauses between them, in milliseconds, longest first; two are enough. */
  readonly pauses: readonly number[];
}

/**
 * How long a site's webhook may be silent before somebody should check, in milliseconds: one and a half times its
 * longest pause so far, ignoring the very longest, which may have been an outage. Nights and weekends occur more than
 * once in two weeks, so they count. A site with few deliveries yet gets a day.
 */
export function longestSilence({ minutes, pauses }: Rhythm): number {
  const usual = pauses[1];
  if (minutes < FEWEST || usual === undefined) return UNKNOWN_MS;
  return Math.max(SHORTEST_MS, usual * FACTOR);
}
