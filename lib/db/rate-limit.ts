import { isIPv4 } from "node:net";
import type { Db } from "./connect/client";
import { Prisma } from "./generated/client";

/** How long tries count, from the first on. */
export const WINDOW_SECONDS = 15 * 60;

const IS_OVER = Prisma.sql`r.window_start <= statement_timestamp() - make_interval(secs => ${WINDOW_SECONDS})`;

/** How many tries there were under a key, the latest included, and for how many seconds more they count. */
export interface Tries {
  readonly count: number;
  readonly seconds: number;
}

/**
 * Counts an attempt. Stored in Postgres, so that it applies across replicas.
 *
 * @returns whether the attempt is within the limit
 */
export async function countTry(db: Db, key: string, limit: number): Promise<boolean> {
  return (await addTry(db, key)).count <= limit;
}

/**
 * Counts a try in the quarter of an hour that the key's first try began. Windows are each key's own, so that what one
 * person did a moment ago does not stop counting because a quarter of an hour of the clock ended.
 */
export async function addTry(db: Db, key: string): Promise<Tries> {
  const [row] = await db.$queryRaw<Tries[]>`
    INSERT INTO rate_limits AS r (key, window_start, count) VALUES (${key}, statement_timestamp(), 1)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN ${IS_OVER} THEN 1 ELSE r.count + 1 END,
      window_start = CASE WHEN ${IS_OVER} THEN statement_timestamp() ELSE r.window_start END
    RETURNING count, least(${WINDOW_SECONDS}, ceil(extract(
      epoch FROM r.window_start - statement_timestamp()) + ${WINDOW_SECONDS}))::int AS seconds`;
  if (row === undefined) throw new Error("a counted try returned nothing");
  if (row.count === 1) await forgetSomeOver(db);
  return row;
}

/**
 * Gives back attempts that were not guesses, so that limits count only failures. They are counted first and given back
 * later: counting later would let any number of attempts run side by side.
 */
export async function returnTries(db: Db, keys: readonly string[]): Promise<void> {
  await db.rateLimit.updateMany({
    where: { key: { in: [...keys] }, count: { gt: 0 } },
    data: { count: { decrement: 1 } },
  });
}

/** Forgets attempts under all keys with this prefix. */
export async function forgetTries(db: Db, prefix: string): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key: { startsWith: prefix } } });
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

/** Waits for nobody: what another transaction holds is forgotten another time. */
async function forgetSomeOver(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM rate_limits WHERE key IN (
      SELECT key FROM rate_limits r WHERE ${IS_OVER} LIMIT 1000 FOR UPDATE SKIP LOCKED)`;
}
