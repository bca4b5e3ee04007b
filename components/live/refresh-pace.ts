/** The last refresh of a page: when it began, and when its answer was on screen, in milliseconds; null until then. */
export interface Pace {
  readonly began: number;
  readonly ended: number | null;
}

export const NEVER: Pace = { began: 0, ended: 0 };

const SHORTEST_MS = 1_000;
/** While one is on its way, and nobody knows how long it takes. */
const LOOK_AGAIN_MS = 250;
/** An answer that is lost must not stop refreshes for good. */
const LOST_MS = 30_000;

/**
 * How long the next refresh has to wait: refreshes begin at least a second apart, and twice as far apart as the last one
 * took, so that at least half of the time is left to the person and the server.
 *
 * @returns milliseconds; 0 if it may begin
 */
export function restOf({ began, ended }: Pace, now: number): number {
  if (ended === null) return now - began > LOST_MS ? 0 : LOOK_AGAIN_MS;
  const apart = Math.max(SHORTEST_MS, 2 * (ended - began));
  return Math.max(0, began + apart - now);
}
