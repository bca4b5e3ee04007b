import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";

/** A card as the API shows it. */
export interface CardFacts {
  readonly id: string;
  readonly cardRef: string;
  readonly accId: string;
  readonly userId: string | null;
  readonly externalReference: string | null;
  readonly cardType: string | null;
  readonly bankStatus: string | null;
  readonly createdAt: Date;
  readonly lastTransactionAt: Date | null;
}

/** What a list of cards is filtered by. */
export interface CardFilters {
  readonly userId?: string | undefined;
  readonly attributed?: boolean | undefined;
}

const columns = (scope: Scope, from: Prisma.Sql) => Prisma.sql`
  SELECT c.id, c.card_ref AS "cardRef", c.acc_id AS "accId", u.id AS "userId",
    u.external_reference AS "externalReference", c.card_type AS "cardType", c.bank_status AS "bankStatus",
    c.created_at AS "createdAt", l.at AS "lastTransactionAt"
  FROM ${from} c LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
  LEFT JOIN LATERAL (
    SELECT max(t.bank_date) AS at FROM card_transactions t WHERE t.card_id = c.id AND t.joined_to_id IS NULL
  ) l ON TRUE`;

/** Cards of the scope, newest first; one more than asked for, if there are more. */
export async function listCards(
  scope: Scope,
  db: Db,
  { filters, after, limit }: { filters: CardFilters; after: Cursor | null; limit: number },
): Promise<CardFacts[]> {
  const { userId, attributed } = filters;
  const conditions = [inScope(scope, "c.site_id")];
  if (userId !== undefined) conditions.push(Prisma.sql`c.linked_user_id = ${userId}::uuid`);
  if (attributed === true) conditions.push(Prisma.sql`c.linked_user_id IS NOT NULL`);
  if (attributed === false) conditions.push(Prisma.sql`c.linked_user_id IS NULL`);
  if (after !== null) conditions.push(Prisma.sql`(c.created_at, c.id) < (${after.at}, ${after.id}::uuid)`);
  return db.$queryRaw<CardFacts[]>`
    WITH page AS (
      SELECT c.* FROM cards c WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit + 1}
    ) ${columns(scope, Prisma.sql`page`)} ORDER BY c.created_at DESC, c.id DESC`;
}

/** A card by id, or null if the scope has none. */
export async function readCard(scope: Scope, db: Db, id: string): Promise<CardFacts | null> {
  const [row] = await db.$queryRaw<CardFacts[]>`
    ${columns(scope, Prisma.sql`cards`)} WHERE c.id = ${id}::uuid AND ${inScope(scope, "c.site_id")}`;
  return row ?? null;
}

/** The partner's own ids of linked users, by ours. */
export async function readReferences(
  scope: Scope,
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; reference: string | null }[]>`
    SELECT u.id, u.external_reference AS reference FROM ${linkedUsers(scope)} u
    WHERE u.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "u.site_id")}`;
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}
