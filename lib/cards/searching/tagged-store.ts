import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** More payments with a tag than this are not looked up one by one. */
const MOST_LOOKED_UP = 20_000;

/** The ids of payments with a tag; what was joined to another lends it its tags. */
export function taggedIds(scope: Scope, tag: string): Prisma.Sql {
  return Prisma.sql`SELECT COALESCE(o.joined_to_id, o.id) FROM transaction_tags g
    JOIN card_transactions o ON o.id = g.transaction_id WHERE ${ofTag(scope, tag)}`;
}

/** Whether so few payments have a tag that they are looked up, and not searched for. */
export async function isFewTagged(scope: Scope, db: Db, tag: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM transaction_tags g WHERE ${ofTag(scope, tag)} LIMIT ${MOST_LOOKED_UP + 1}
    ) f`;
  return (row?.count ?? 0) <= MOST_LOOKED_UP;
}

function ofTag(scope: Scope, tag: string): Prisma.Sql {
  return Prisma.sql`g.tag = ${tag} AND ${inScope(scope, "g.site_id")}`;
}
