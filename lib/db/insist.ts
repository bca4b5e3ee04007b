import { faultOf } from "./fault";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 800;
const COLLISION_PAUSE_MS = 10;

/**
 * Repeats work as long as it fails because the database is gone, busy, or in conflict with another transaction. Pauses
 * have jitter, so that those who failed together do not come back together.
 *
 * @param work is done again each time: what a failed transaction did was undone
 * @param goOn asked before each pause: whether it is still worth trying
 * @throws what the last attempt threw
 */
export async function insist<Result>(work: () => Promise<Result>, goOn: () => boolean): Promise<Result> {
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === "row" || fault === "other" || !goOn()) throw error;
      await pause(fault === "collision" ? COLLISION_PAUSE_MS : longest);
    }
  }
}

function pause(longest: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
