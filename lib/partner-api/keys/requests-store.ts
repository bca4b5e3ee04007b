import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";

/** A request of the partner's backend, without anything that it asked about. */
export interface LoggedRequest {
  readonly id: string;
  readonly siteId: string;
  readonly apiKeyId: string;
  readonly at: Date;
  readonly method: string;
  /** The template of its path. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The name of the problem that was answered; null for none. */
  readonly problem: string | null;
  readonly address: string | null;
}

/** Writes requests. One that is there already was written by a round that seemed to fail. */
export async function insertRequests(
  _: SystemScope,
  db: Db,
  requests: readonly LoggedRequest[],
): Promise<void> {
  await db.apiRequest.createMany({ data: [...requests], skipDuplicates: true });
}

/** Requests with a key, newest first; one more than asked for, if there are more. */
export async function listRequests(
  scope: Scope,
  db: Db,
  asked: { apiKeyId: string; onlyProblems: boolean; after: Cursor | null; limit: number },
): Promise<LoggedRequest[]> {
  const { apiKeyId, onlyProblems, after, limit } = asked;
  const conditions = [
    Prisma.sql`r.api_key_id = ${apiKeyId}::uuid AND ${inScope(scope, "r.site_id")}`,
    ...(onlyProblems ? [Prisma.sql`r.status >= 400`] : []),
    ...(after === null ? [] : [Prisma.sql`(r.at, r.id) < (${after.at}, ${after.id}::uuid)`]),
  ];
  return db.$queryRaw<LoggedRequest[]>`
    SELECT r.id, r.site_id AS "siteId", r.api_key_id AS "apiKeyId", r.at, r.method, r.route, r.status, r.milliseconds,
      r.problem, r.address
    FROM api_requests r WHERE ${Prisma.join(conditions, " AND ")} ORDER BY r.at DESC, r.id DESC LIMIT ${limit + 1}`;
}

const BATCH = 5_000;

/** Requests are kept for seven days. Ids grow with time, so the oldest come first. */
export async function purgeRequests(_: SystemScope, db: Db): Promise<void> {
  const removeSome = () => db.$executeRaw`
    DELETE FROM api_requests r USING (SELECT id, at FROM api_requests ORDER BY id LIMIT ${BATCH}) o
    WHERE r.id = o.id AND o.at < now() - interval '7 days'`;
  while ((await removeSome()) >= BATCH);
}
