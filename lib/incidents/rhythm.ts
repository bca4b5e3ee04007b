const MINUTE = 60_000;
const SHORTEST_MS = 15 * MINUTE;
const UNKNOWN_MS = 24 * 60 * MINUTE;
const FACTOR = 1.5;
const FEWEST = 20;

/** What is known of when a site's webhook speaks. */
export interface Rhythm {
  /** Minutes of the last 14 days in which something came. */
  readonly minutes: number;
  /** The longest pauses between them, in milliseconds, longest first; two are enough. */
  readonly pauses: readonly number[];
}

/**
 * How long a site's webhook may say nothing before somebody should look, in milliseconds: half as long again
 * as it ever paused, but for its longest pause, which may have been an outage. Nights and weekends come more
 * than once in two weeks, so they count. A site that has hardly spoken yet gets a day.
 */
export function longestSilence({ minutes, pauses }: Rhythm): number {
  const usual = pauses[1];
  if (minutes < FEWEST || usual === undefined) return UNKNOWN_MS;
  return Math.max(SHORTEST_MS, usual * FACTOR);
}
