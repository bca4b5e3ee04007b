import { z } from "zod";
import { linkedUsers, seenCards, seenPayments } from "@/lib/db/access/personal-data";
import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** What something is called now, as the role sees it, and whose it is if it belongs to a linked user. */
export interface TargetName {
  readonly name: string;
  readonly userId: string | null;
}

interface Target {
  readonly targetType: string | null;
  readonly targetId: string | null;
}

type Source = (scope: Scope, ids: readonly string[]) => Prisma.Sql;

const idSchema = z.uuid();
const NOBODY = Prisma.sql`NULL::uuid`;

/** By type of target: id, name and user. A type that is left out is shown by the end of its id. */
const SOURCES: Readonly<Record<string, Source>> = {
  linked_user: (scope, ids) => Prisma.sql`
    SELECT u.id, u.name, u.id FROM ${linkedUsers(scope)} u WHERE u.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")}`,
  connect_session: (scope, ids) => Prisma.sql`
    SELECT c.id, u.name, u.id FROM connect_sessions c JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
    WHERE c.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")}`,
  card: (scope, ids) => Prisma.sql`
    SELECT c.id, c.card_ref, ${NOBODY} FROM ${seenCards(scope)} c
    WHERE c.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "c.site_id")}`,
  transaction: (scope, ids) => Prisma.sql`
    SELECT t.id, COALESCE(t.merchant, t.txid), ${NOBODY} FROM ${seenPayments(scope)} t
    WHERE t.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "t.site_id")}`,
  merchant: (scope, ids) => Prisma.sql`
    SELECT m.id, m.name, ${NOBODY} FROM merchants m WHERE m.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "m.site_id")}`,
  api_key: (scope, ids) => Prisma.sql`
    SELECT k.id, k.name, ${NOBODY} FROM api_keys k WHERE k.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "k.site_id")}`,
  site: (scope, ids) => Prisma.sql`
    SELECT s.id, s.name, ${NOBODY} FROM sites s WHERE s.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "s.id")}`,
  staff: (_all, ids) => Prisma.sql`
    SELECT s.id, s.name, ${NOBODY} FROM staff s WHERE s.id = ANY(${ids}::uuid[])`,
  staff_invitation: (_all, ids) => Prisma.sql`
    SELECT i.id, i.email, ${NOBODY} FROM staff_invitations i WHERE i.id = ANY(${ids}::uuid[])`,
};

/** The key of a target in what `readTargetNames` returns. */
export function targetKey({ targetType, targetId }: Target): string {
  return `${targetType}:${targetId}`;
}

/** The names of what entries are about, in one statement; what is gone, or of another site, has none. */
export async function readTargetNames(
  scope: Scope,
  db: Db,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, TargetName>> {
  const parts = Object.entries(SOURCES).flatMap(([type, source]) => {
    const ids = targets.flatMap(({ targetType, targetId }) =>
      targetType === type && idSchema.safeParse(targetId).success ? [targetId ?? ""] : [],
    );
    return ids.length === 0
      ? []
      : [
          Prisma.sql`SELECT ${type} AS type, x.id, x.name, x."userId" FROM (${source(scope, ids)}) x (id, name, "userId")`,
        ];
  });
  if (parts.length === 0) return new Map();
  const rows = await db.$queryRaw<
    ({ type: string; id: string } & TargetName)[]
  >`${Prisma.join(parts, " UNION ALL ")}`;
  return new Map(
    rows.map(({ type, id, name, userId }) => [
      targetKey({ targetType: type, targetId: id }),
      { name, userId },
    ]),
  );
}

/** Members of the staff who may have done something, by name. */
export async function listActors(_: SystemScope, db: Db): Promise<{ id: string; name: string }[]> {
  return db.staff.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
}
