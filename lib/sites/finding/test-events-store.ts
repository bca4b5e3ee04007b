import { insistOnSite, type Scope, type SystemScope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { type SeenTest, seenTestSchema } from "./test-event";

/** How long a test event waits for its request. */
const WAITS_MS = 15 * 60_000;
const KEPT_MS = 86_400_000;

/** A test event that waits for its request. */
export interface WaitingTest {
  readonly id: string;
  readonly siteId: string;
  readonly nonceHash: Uint8Array;
}

const waiting = () => ({ usedAt: null, expiresAt: { gt: new Date() } });

/** Stores a test event. @returns its id */
export async function insertTest(
  scope: Scope,
  tx: Db,
  siteId: string,
  nonceHash: Uint8Array<ArrayBuffer>,
): Promise<string> {
  insistOnSite(scope, siteId);
  const [id, createdAt] = [newId(), new Date()];
  const expiresAt = new Date(createdAt.getTime() + WAITS_MS);
  await tx.testEvent.create({ data: { id, siteId, nonceHash, createdAt, expiresAt } });
  return id;
}

/** All test events that wait: staff make few, and each for a quarter of an hour. */
export async function listWaitingTests(_: SystemScope, db: Db): Promise<WaitingTest[]> {
  return db.testEvent.findMany({ where: waiting(), select: { id: true, siteId: true, nonceHash: true } });
}

/** Takes the one request of a test event. @returns false if another one was, or it is too old */
export async function spendTest(_: SystemScope, db: Db, id: string): Promise<boolean> {
  const { count } = await db.testEvent.updateMany({
    where: { id, ...waiting() },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** Stores how the request of a test event was seen. */
export async function noteTest(_: SystemScope, db: Db, id: string, seen: SeenTest): Promise<void> {
  await db.testEvent.update({ where: { id }, data: { seen } });
}

/** How the request of a test event was seen; null while none came, `over` once none can come any more. */
export async function readTest(scope: Scope, db: Db, id: string): Promise<SeenTest | "over" | null> {
  const test = await db.testEvent.findFirst({
    where: { AND: [{ id }, siteWhere(scope)] },
    select: { seen: true, expiresAt: true },
  });
  const seen = seenTestSchema.safeParse(test?.seen).data;
  if (seen !== undefined) return seen;
  return test === null || test.expiresAt < new Date() ? "over" : null;
}

/** Removes test events of yesterday. */
export async function purgeTests(_: SystemScope, db: Db): Promise<number> {
  const before = new Date(Date.now() - KEPT_MS);
  return (await db.testEvent.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
