import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { jobChanges } from "@/lib/jobs/jobs";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import { publish } from "@/lib/live/publish";
import type { FetchOrder } from "./fetch-order";
import { countTokens, findSiteOf, listFetchingSites } from "./fetch-store";
import { type Gap, openGap } from "./gaps-store";
import type { Suspicion } from "./suspects-store";

/** A payment that changed in a gap may have been made some days before it. */
export const DAYS_BEFORE = 7;

export type OrderProblem = "not_found" | "nobody_readable" | "running";
type Ordered = { ok: true } | { ok: false; problem: OrderProblem };

/** Whose payments are wanted, and of which days of the bank (Europe/Paris), both included. */
interface Wanted {
  /** Null: of everybody in scope. */
  readonly userId: string | null;
  readonly from: string;
  readonly to: string;
}

/**
 * Orders that the payments of a linked user, or of all in scope, are fetched through the bank's API. It runs in the
 * background; each order and its end are audited.
 */
export async function orderFetch(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  wanted: Wanted,
): Promise<Ordered> {
  const { userId } = wanted;
  const db = database.prisma;
  const siteId = userId === null ? null : await findSiteOf(scope, db, userId);
  if (userId !== null && siteId === null) return { ok: false, problem: "not_found" };
  const sites = siteId === null ? await listFetchingSites(scope, db) : [siteId];
  let last: Ordered = { ok: false, problem: "nobody_readable" };
  for (const site of sites) last = await orderAtSite(scope, database, keys, site, wanted);
  return last;
}

function orderAtSite(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  siteId: string,
  wanted: Wanted,
): Promise<Ordered> {
  return database.prisma.$transaction(async (tx) => {
    const { userId, from, to } = wanted;
    const order = { siteId, userId, from, to, gapId: null, why: null };
    const total = await countTokens(SYSTEM_SCOPE, tx, order);
    if (total === 0) return { ok: false, problem: "nobody_readable" };
    const key = userId === null ? `site:${siteId}` : `user:${userId}`;
    const id = await enqueue(scope, tx, order, total, key);
    if (id === null) return { ok: false, problem: "running" };
    const target =
      userId === null ? { targetType: "job", targetId: id } : { targetType: "linked_user", targetId: userId };
    await recordAudit(scope, tx, keys, {
      action: "payments.fetch_ordered",
      outcome: "done",
      siteId,
      ...target,
      details: { from, to },
    });
    await publish(SYSTEM_SCOPE, tx, await jobChanges(tx, { id, siteIds: [siteId] }));
    return { ok: true };
  });
}

/** Opens gaps, and orders what fetches them, at sites where something can be fetched. @returns whether there was one */
export async function orderGaps(tx: Db, gaps: readonly Gap[]): Promise<boolean> {
  if (gaps.length === 0) return false;
  const fetching = new Set(await listFetchingSites(SYSTEM_SCOPE, tx));
  const fetchable = gaps.filter(({ siteId }) => fetching.has(siteId));
  for (const gap of fetchable) {
    const gapId = await openGap(SYSTEM_SCOPE, tx, gap);
    const from = addDays(bankDayOf(gap.beganAt), -DAYS_BEFORE);
    const days = { from, to: bankDayOf(gap.endedAt) };
    const order = { siteId: gap.siteId, userId: null, ...days, gapId, why: gap.cause };
    await enqueue(SYSTEM_SCOPE, tx, order, await countTokens(SYSTEM_SCOPE, tx, order), `gap:${gapId}`);
  }
  return fetchable.length > 0;
}

interface SuspectedOrder {
  readonly siteId: string;
  readonly userId: string;
  readonly from: string;
  readonly to: string;
  readonly why: Suspicion;
}

/** Orders what fetches a linked user's payments, because some may be lost. @returns false if that runs already, or nobody may be read */
export async function orderForUser(tx: Db, suspected: SuspectedOrder): Promise<boolean> {
  const order = { ...suspected, gapId: null };
  const total = await countTokens(SYSTEM_SCOPE, tx, order);
  if (total === 0) return false;
  return (await enqueue(SYSTEM_SCOPE, tx, order, total, `user:${suspected.userId}`)) !== null;
}

function enqueue(
  scope: Scope,
  tx: Db,
  input: FetchOrder,
  total: number,
  key: string,
): Promise<string | null> {
  return enqueueJob(scope, tx, { kind: "payments.fetch", siteIds: [input.siteId], key, input, total });
}
