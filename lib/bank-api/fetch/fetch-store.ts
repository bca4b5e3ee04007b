import type { Scope, SystemScope } from "@/lib/db/access/scope";
import { inScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { FetchCursor, FetchOrder } from "./fetch-order";

/** A token that may be read through the bank's API, and whose it is. */
export interface ReadableToken {
  readonly id: string;
  readonly siteId: string;
  readonly userId: string;
  readonly tokenSealed: Uint8Array;
}

/**
 * Active, owned, of a site that reads and has a key, from a link that said so: the only ones that are read.
 * Over `api_tokens t`.
 */
const READABLE = Prisma.sql`t.state = 'active' AND t.linked_user_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM token_readings r WHERE r.token_id = t.id AND r.due_at IS NOT NULL)
  AND EXISTS (SELECT 1 FROM sites s WHERE s.id = t.site_id AND s.reads_bank)
  AND EXISTS (SELECT 1 FROM bank_api_keys k WHERE k.site_id = t.site_id)`;

type Whose = Pick<FetchOrder, "siteId" | "userId">;

function tokensOf({ siteId, userId }: Whose): Prisma.Sql {
  const user = userId === null ? Prisma.sql`TRUE` : Prisma.sql`t.linked_user_id = ${userId}::uuid`;
  return Prisma.sql`t.site_id = ${siteId}::uuid AND ${user}`;
}

/** The token that a fetch is at, if it may still be read, or the next; null if there is none. */
export async function nextToken(
  _: SystemScope,
  db: Db,
  order: Whose,
  { after, place }: FetchCursor,
): Promise<ReadableToken | null> {
  const from =
    place !== null
      ? Prisma.sql`t.id >= ${place.tokenId}::uuid`
      : after === null
        ? Prisma.sql`TRUE`
        : Prisma.sql`t.id > ${after}::uuid`;
  const [token] = await db.$queryRaw<ReadableToken[]>`
    SELECT t.id::text, t.site_id::text AS "siteId", t.linked_user_id::text AS "userId", t.token_sealed AS "tokenSealed"
    FROM api_tokens t WHERE ${tokensOf(order)} AND ${READABLE} AND ${from} ORDER BY t.id LIMIT 1`;
  return token ?? null;
}

/** How many tokens of these may be read. */
export async function countTokens(_: SystemScope, db: Db, order: Whose): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM api_tokens t WHERE ${tokensOf(order)} AND ${READABLE}`;
  return row?.count ?? 0;
}

/** How many linked users have an active token that may not be read. */
export async function countUnasked(_: SystemScope, db: Db, order: Whose): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT t.linked_user_id)::int AS count FROM api_tokens t
    WHERE ${tokensOf(order)} AND t.state = 'active' AND t.linked_user_id IS NOT NULL AND NOT (${READABLE})`;
  return row?.count ?? 0;
}

/** Whether a token that was asked meanwhile may still be read, for the same user; locked until the transaction ends. */
export async function stillReadable(_: SystemScope, tx: Db, token: ReadableToken): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    SELECT 1 FROM api_tokens t WHERE t.id = ${token.id}::uuid AND t.linked_user_id = ${token.userId}::uuid
      AND ${READABLE} FOR NO KEY UPDATE OF t`;
  return rows.length === 1;
}

/** Has the token's accounts and cards read at once: what the bank says of the token is found out there. */
export async function askReaderSoon(_: SystemScope, tx: Db, tokenId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE token_readings SET due_at = now() WHERE token_id = ${tokenId}::uuid AND due_at > now()`;
}

/** The site of a linked user in scope; null for none. */
export async function findSiteOf(scope: Scope, db: Db, userId: string): Promise<string | null> {
  const user = await db.linkedUser.findFirst({
    where: { id: userId, ...(scope.sites === "all" ? {} : { siteId: { in: [...scope.sites] } }) },
    select: { siteId: true },
  });
  return user?.siteId ?? null;
}

/** Sites of a scope where something can be fetched. */
export async function listFetchingSites(scope: Scope, db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id::text FROM sites s WHERE ${inScope(scope, "s.id")} AND s.reads_bank
      AND EXISTS (SELECT 1 FROM bank_api_keys k WHERE k.site_id = s.id)
      AND EXISTS (SELECT 1 FROM token_readings r JOIN api_tokens t ON t.id = r.token_id
        WHERE r.site_id = s.id AND r.due_at IS NOT NULL AND t.state = 'active' AND t.linked_user_id IS NOT NULL)`;
  return rows.map(({ id }) => id);
}

/** What fetches that have ended brought, by the ids of their jobs; those that brought nothing are left out. */
export async function loadFetched(
  _: SystemScope,
  db: Db,
  jobIds: readonly string[],
): Promise<Map<string, { readonly fetched: number }>> {
  if (jobIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; fetched: number }[]>`
    SELECT id::text, COALESCE((result->>'added')::int, 0) AS fetched FROM jobs
    WHERE id = ANY(${[...jobIds]}::uuid[]) AND kind = 'payments.fetch' AND state = 'done'`;
  return new Map(rows.flatMap(({ id, fetched }) => (fetched === 0 ? [] : [[id, { fetched }] as const])));
}
