/** Fewer would let a pool be empty that somebody depends on. */
export const FEWEST_CONNECTIONS = 10;
/** A batch of notifications, a refused one, and the sites: each is one at a time. */
const INTAKE_SIZE = 3;
/** The one that listens stands beside the pools. */
const LISTENING = 1;
const STAFF_SHARE = 0.6;

/** How many connections each pool may hold, so that all of a replica stay within a number. */
export function sharePools(connections: number): { intake: number; staff: number; background: number } {
  const rest = connections - INTAKE_SIZE - LISTENING;
  const staff = Math.floor(rest * STAFF_SHARE);
  return { intake: INTAKE_SIZE, staff, background: rest - staff };
}
