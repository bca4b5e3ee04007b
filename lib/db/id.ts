import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;
// Fetching randomness per id dominates the cost, so it is fetched for many ids at once.
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/** A new primary key: UUIDv7, so that later keys sort later, even within a millisecond of this process. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + ID_BYTES);
  used += ID_BYTES;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half of the range, to leave space to count up.
    sequence = random.readUInt32BE(0) >>> 1;
  } else sequence += 1;
  return v7({ random, msecs: lastMs, seq: sequence });
}
