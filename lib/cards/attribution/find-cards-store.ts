import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { may } from "@/lib/db/access/permissions";
import { linkedUsers, seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { beginsWith } from "@/lib/db/beginning";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A card that was looked for, with its owner if it has one. */
export interface CardMatch {
  readonly id: string;
  readonly siteId: string;
  readonly cardRef: string;
  readonly accId: string;
  readonly userId: string | null;
  readonly userName: string | null;
}

/** Cards whose reference begins with a text, in any case, or whose account is exactly that; none for whoever may not see either. */
export async function findCards(scope: Scope, db: Db, typed: string, limit: number): Promise<CardMatch[]> {
  if (!may(scope, "personal_data:read")) return [];
  const reference = Prisma.sql`lower(c.card_ref)`;
  const mine = inScope(scope, "c.site_id");
  const rows = await db.$queryRaw<CardMatch[]>`
    SELECT c.id, c.site_id::text AS "siteId", c.card_ref AS "cardRef", c.acc_id AS "accId", u.id AS "userId", u.name AS "userName"
    FROM ${seenCards(scope)} c LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
    WHERE c.id IN (
      (SELECT c.id FROM cards c WHERE ${mine} AND ${beginsWith(reference, typed.toLowerCase())}
        ORDER BY ${reference} COLLATE "C" LIMIT ${limit})
      UNION ALL (SELECT c.id FROM cards c WHERE ${mine} AND c.acc_id = ${typed} LIMIT ${limit})
    ) ORDER BY c.card_ref, c.id LIMIT ${limit}`;
  return rows.map((row) => ({
    ...row,
    cardRef: escapeDirections(row.cardRef),
    accId: escapeDirections(row.accId),
  }));
}
