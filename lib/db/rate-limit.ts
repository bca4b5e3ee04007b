import type { Db } from "./client";

const WINDOW_MS = 15 * 60_000;

/**
 * Counts a try in the current quarter of an hour. Kept in Postgres, so that it holds across replicas.
 *
 * @returns whether the try is within the limit
 */
export async function countTry(db: Db, key: string, limit: number): Promise<boolean> {
  const windowStart = currentWindow();
  const [row] = await db.$queryRaw<{ count: number }[]>`
    INSERT INTO rate_limits (key, window_start, count) VALUES (${key}, ${windowStart}, 1)
    ON CONFLICT (key, window_start) DO UPDATE SET count = rate_limits.count + 1
    RETURNING count`;
  if (row?.count === 1) {
    await db.rateLimit.deleteMany({
      where: { windowStart: { lt: new Date(windowStart.getTime() - WINDOW_MS) } },
    });
  }
  return (row?.count ?? 0) <= limit;
}

/**
 * Gives tries back that turned out to be nobody's guess, so that limits count failures alone. They are counted first
 * and given back afterwards: counting afterwards would let any number of tries run side by side.
 */
export async function returnTries(db: Db, keys: readonly string[]): Promise<void> {
  await db.rateLimit.updateMany({
    where: { key: { in: [...keys] }, windowStart: currentWindow(), count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
}

/** In how many seconds tries count from nothing again. */
export function secondsOfWindow(now = Date.now()): number {
  return Math.ceil((WINDOW_MS - (now % WINDOW_MS)) / 1_000);
}

function currentWindow(): Date {
  return new Date(Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS);
}
