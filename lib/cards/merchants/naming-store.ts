import { markHours } from "@/lib/cards/rollups/dirty-hours-store";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";
import type { SiteMerchantText } from "./identify-merchants";
import type { KnownAs } from "./search-words";

/** A payment that is to be named. */
export interface NamedPayment extends SiteMerchantText {
  readonly id: string;
  readonly bankDate: Date;
}

const COLUMNS = Prisma.raw(
  `t.id, t.site_id AS "siteId", t.merchant, t.city, t.country, t.bank_date AS "bankDate"`,
);

/** Whether the index is there that finds payments without a merchant: without it, each search for one reads them all. */
export async function canFindNameless(_: SystemScope, db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('card_transactions_merchantless_idx') AND indisvalid`;
  return rows.length > 0;
}

/** The newest payments that have no merchant yet. */
export async function listNameless(_: SystemScope, tx: Db, limit: number): Promise<NamedPayment[]> {
  return tx.$queryRaw<NamedPayment[]>`
    SELECT ${COLUMNS} FROM card_transactions t WHERE t.merchant_id IS NULL
    ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}`;
}

/** A merchant that older rules named, and what it is known as; null if there is none. */
export async function findOutdated(_: SystemScope, tx: Db, version: number) {
  const [merchant] = await tx.$queryRaw<(KnownAs & { id: string })[]>`
    SELECT m.id, m.normalised, m.name, m.alias FROM merchants m WHERE m.naming_version < ${version}
    ORDER BY m.naming_version, m.id LIMIT 1`;
  return merchant ?? null;
}

/** Payments of a merchant, newest first. */
export async function listPaymentsOf(
  _: SystemScope,
  tx: Db,
  merchantId: string,
  page: { after: Cursor | null; limit: number },
): Promise<NamedPayment[]> {
  const after = page.after
    ? Prisma.sql`(t.bank_date, t.id) < (${page.after.at}, ${page.after.id}::uuid)`
    : Prisma.sql`TRUE`;
  return tx.$queryRaw<NamedPayment[]>`
    SELECT ${COLUMNS} FROM card_transactions t WHERE t.merchant_id = ${merchantId}::uuid AND ${after}
    ORDER BY t.bank_date DESC, t.id DESC LIMIT ${page.limit}`;
}

/** Points payments to their merchants. Their days are added up again. */
export async function setMerchants(
  _: SystemScope,
  tx: Db,
  payments: readonly { id: string; merchantId: string }[],
): Promise<void> {
  await tx.$executeRaw`
    WITH named AS (
      UPDATE card_transactions t SET merchant_id = n."merchantId"
      FROM jsonb_to_recordset(${jsonRows(payments)}::jsonb) AS n(id uuid, "merchantId" uuid) WHERE t.id = n.id
      RETURNING t.site_id, t.bank_date AS at
    )
    ${markHours(Prisma.sql`SELECT site_id, at FROM named`)}`;
}

/** Gives new merchants what staff decided about the one whose payments they take over. */
export async function inheritDecisions(
  _: SystemScope,
  tx: Db,
  from: string,
  to: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE merchants n SET alias = o.alias, merged_into_id = o.merged_into_id
    FROM merchants o WHERE o.id = ${from}::uuid AND n.id = ANY(${[...to]}::uuid[])
      AND (o.alias IS NOT NULL OR o.merged_into_id IS NOT NULL)`;
}

/** Whether a merchant has no payment left. */
export async function isWithoutPayments(_: SystemScope, tx: Db, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM card_transactions t WHERE t.merchant_id = ${id}::uuid LIMIT 1`;
  return rows.length === 0;
}

/**
 * Puts one merchant in the place of another that lost its payments to it: what staff merged into the old one is merged
 * into the new one, which takes over what they decided about the old one where nothing was decided about itself.
 */
export async function replaceMerchant(_: SystemScope, tx: Db, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    WITH RECURSIVE down AS (
      SELECT ${from}::uuid AS id UNION SELECT m.id FROM down JOIN merchants m ON m.merged_into_id = down.id
    ), up AS (
      SELECT ${from}::uuid AS id
      UNION SELECT m.merged_into_id FROM up JOIN merchants m ON m.id = up.id WHERE m.merged_into_id IS NOT NULL
    )
    UPDATE merchants m SET
      alias = CASE WHEN m.id = ${to}::uuid THEN COALESCE(m.alias, o.alias) ELSE m.alias END,
      merged_into_id = CASE WHEN m.id <> ${to}::uuid THEN ${to}::uuid
        -- It was merged into the old one: it takes its place. What the old one was merged into needs no place.
        WHEN m.id IN (SELECT id FROM down) OR (m.merged_into_id IS NULL AND m.id NOT IN (SELECT id FROM up))
          THEN o.merged_into_id
        ELSE m.merged_into_id END
    FROM merchants o WHERE o.id = ${from}::uuid AND (m.id = ${to}::uuid OR m.merged_into_id = o.id)`;
}

/** Records that a merchant's payments are named by these rules, and what it is found by now. */
export async function endNaming(_: SystemScope, tx: Db, id: string, version: number): Promise<void> {
  await tx.$executeRaw`UPDATE merchants SET naming_version = ${version} WHERE id = ${id}::uuid`;
}
