import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { may } from "@/lib/db/access/permissions";
import { linkedUsers, seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { beginsWith } from "@/lib/db/beginning";
import { shownMerchant } from "@/lib/db/called-merchant";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A card without an owner that may be a user's. */
export interface FreeCard {
  readonly id: string;
  readonly cardRef: string;
  readonly accId: string;
  /** Its account has cards of the user already. */
  readonly ofAccount: boolean;
  readonly lastMerchant: string | null;
  /** ISO time. */
  readonly lastAt: string | null;
}

/** Cards of a user's site without an owner: those of the user's accounts first, then the newest. */
export async function listFreeCards(
  scope: Scope,
  db: Db,
  asked: { readonly userId: string; readonly q: string; readonly limit: number },
): Promise<FreeCard[]> {
  if (asked.q !== "" && !may(scope, "personal_data:read")) return [];
  const meant =
    asked.q === ""
      ? Prisma.sql`TRUE`
      : Prisma.sql`(${beginsWith(Prisma.sql`lower(c.card_ref)`, asked.q.toLowerCase())} OR c.acc_id = ${asked.q})`;
  const rows = await db.$queryRaw<(Omit<FreeCard, "lastAt"> & { lastAt: Date | null })[]>`
    WITH mine AS (
      SELECT m.account_id AS id FROM cards m WHERE m.linked_user_id = ${asked.userId}::uuid
      UNION SELECT a.id FROM card_accounts a WHERE a.linked_user_id = ${asked.userId}::uuid
    ), free AS (
      SELECT c.id, c.created_at, c.account_id IN (SELECT id FROM mine) AS of_account
      FROM cards c JOIN ${linkedUsers(scope)} u ON u.id = ${asked.userId}::uuid AND u.site_id = c.site_id
      WHERE c.linked_user_id IS NULL AND ${inScope(scope, "c.site_id")} AND ${meant}
      ORDER BY of_account DESC, c.created_at DESC, c.id LIMIT ${asked.limit}
    )
    SELECT f.id, k.card_ref AS "cardRef", k.acc_id AS "accId", f.of_account AS "ofAccount", ${shownMerchant("l")} AS "lastMerchant",
      l.bank_date AS "lastAt"
    FROM free f JOIN ${seenCards(scope)} k ON k.id = f.id LEFT JOIN LATERAL (
      SELECT t.merchant, t.merchant_id, t.bank_date FROM card_transactions t
      WHERE t.card_id = f.id AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT 1
    ) l ON TRUE ORDER BY f.of_account DESC, f.created_at DESC, f.id`;
  return rows.map(({ lastAt, lastMerchant, ...row }) => ({
    ...row,
    cardRef: escapeDirections(row.cardRef),
    accId: escapeDirections(row.accId),
    lastMerchant: lastMerchant === null ? null : escapeDirections(lastMerchant),
    lastAt: lastAt?.toISOString() ?? null,
  }));
}
