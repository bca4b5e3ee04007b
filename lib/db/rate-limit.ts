import { isIPv4 } from "node:net";
import type { Db } from "./connect/client";

const WINDOW_MS = 15 * 60_000;

/**
 * Counts an attempt in the current 15 minutes. Stored in Postgres, so that it applies across replicas.
 *
 * @returns whether the attempt is within the limit
 */
export async function countTry(db: Db, key: string, limit: number): Promise<boolean> {
  return (await addTry(db, key)) <= limit;
}

/**
 * Counts a try in the current quarter of an hour.
 *
 * @returns how many there were under this key, this one included
 */
export async function addTry(db: Db, key: string): Promise<number> {
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
  return row?.count ?? 0;
}

/**
 * Gives back attempts that were not guesses, so that limits count only failures. They are counted first and given back
 * later: counting later would let any number of attempts run side by side.
 */
export async function returnTries(db: Db, keys: readonly string[]): Promise<void> {
  await db.rateLimit.updateMany({
    where: { key: { in: [...keys] }, windowStart: currentWindow(), count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
}

/** Forgets attempts under all keys with this prefix. */
export async function forgetTries(db: Db, prefix: string): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key: { startsWith: prefix } } });
}

/** How many seconds until counts start again from zero. */
export function secondsOfWindow(now = Date.now()): number {
  return Math.ceil((WINDOW_MS - (now % WINDOW_MS)) / 1_000);
}

/**
 * What a limit by address counts: an IPv4 address, or the /64 of an IPv6 one, because its owner has all of those.
 *
 * @param address as text, or null if unknown
 */
export function networkOf(address: string | null): string {
  if (address === null || isIPv4(address)) return address ?? "unknown";
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const rest =
    tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter((group) => group !== "").length;
  return [...groups, ...new Array<string>(Math.max(rest, 0)).fill("0"), ...(tail ?? "").split(":")]
    .slice(0, 4)
    .join(":");
}

function currentWindow(): Date {
  return new Date(Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS);
}
