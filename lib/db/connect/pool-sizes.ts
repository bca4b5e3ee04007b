/** With fewer, a pool that somebody depends on would be empty. */
export const FEWEST_CONNECTIONS = 10;
/** A batch of deliveries, a refused one, and the sites: each is one at a time. */
const INTAKE_SIZE = 3;
/** The LISTEN connection is outside the pools. */
const LISTENING = 1;
const STAFF_SHARE = 0.6;

/** How many connections each pool may hold, so that a replica stays within its total. */
export function sharePools(connections: number): { intake: number; staff: number; background: number } {
  const rest = connections - INTAKE_SIZE - LISTENING;
  const staff = Math.floor(rest * STAFF_SHARE);
  return { intake: INTAKE_SIZE, staff, background: rest - staff };
}
