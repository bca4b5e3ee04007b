import { markHours } from "@/lib/cards/rollups/dirty-hours-store";
import type { SystemScope } from "@/lib/db/access/scope";
import { columnOf, recordList, type Stored, selectList, sourceList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS, TRANSACTION_VERSIONS } from "@/lib/db/columns";
import {
  type CardTransaction,
  type Db,
  hexBytes,
  jsonRows,
  Prisma,
  type TransactionVersion,
} from "@/lib/db/connect/client";
import type { DescribedVersion } from "./describe-version";
import { DECIDED, SAID, type WrittenPayment } from "./versions-store";

const READ = ["transactionId", "source", "whole", "requestId", ...SAID] as const;
const VERSION = Prisma.raw(selectList(TRANSACTION_VERSIONS, "v", READ));
const INPUT = Prisma.raw(
  `${recordList(CARD_TRANSACTIONS, ["id", "siteId", "cardId", "txid", ...DECIDED])},
  ${recordList(TRANSACTION_VERSIONS, ["receivedAt"])}`,
);
const ROW = Prisma.raw(DECIDED.map(columnOf).join(", "));
const SOURCES = Prisma.raw(sourceList("v", DECIDED));
const VERSION_COLUMNS = Prisma.raw(SAID.map(columnOf).join(", "));
const VERSION_SOURCES = Prisma.raw(sourceList("v", SAID));
const SET = Prisma.raw(DECIDED.map((field) => `${columnOf(field)} = f."${field}"`).join(", "));
/** Whether a payment reads differently now, apart from which version says so. */
const VALUES = DECIDED.filter((field) => !field.startsWith("fold") && field !== "merchantId");
const OLD_VALUES = Prisma.raw(VALUES.map((field) => `t.${columnOf(field)}`).join(", "));
const NEW_VALUES = Prisma.raw(VALUES.map((field) => `f."${field}"`).join(", "));

/** A version as it is folded, with what its payment has of the things that old versions have not. */
export type StoredVersion = Stored<TransactionVersion, (typeof READ)[number]> & {
  readonly txid: string;
  readonly siteId: string;
  readonly rowMcc: string | null;
  readonly rowDescription: string | null;
  readonly rowRequestId: string | null;
};

/**
 * Stores what answers of the bank's API say about transactions, and creates those that nobody knew. The same content again
 * is no version more: its time moves forward.
 *
 * @returns the transactions, and which are new
 */
export async function writeFetched(
  _: SystemScope,
  tx: Db,
  versions: readonly Omit<DescribedVersion, "deliveryId">[],
): Promise<WrittenPayment[]> {
  const rows = versions.map((version) => ({ ...version, foldDigest: hexBytes(version.foldDigest) }));
  return tx.$queryRaw(Prisma.sql`
    WITH v AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${jsonRows(rows)}::json) AS r(${INPUT})
    ), one_each AS (
      SELECT DISTINCT ON (v."cardId", v.txid) v.* FROM v ORDER BY v."cardId", v.txid
    ), dirty AS (
      ${markHours(Prisma.sql`SELECT "siteId" AS site_id, "bankDate" AS at FROM one_each`)}
    ), written AS (
      INSERT INTO card_transactions AS t (id, site_id, card_id, txid, fetched, unattributed, first_seen_at, updated_at, ${ROW})
      SELECT v.id, v."siteId", v."cardId", v.txid, TRUE, c.linked_user_id IS NULL, v."receivedAt", now(), ${SOURCES}
      FROM one_each v JOIN cards c ON c.id = v."cardId" ORDER BY v."cardId", v.txid
      ON CONFLICT (card_id, txid) DO UPDATE SET fetched = TRUE,
        first_seen_at = LEAST(t.first_seen_at, excluded.first_seen_at)
      RETURNING t.id, t.site_id, t.card_id, t.txid, t.status, t.xmax = 0 AS is_new
    ), kept AS (
      INSERT INTO transaction_versions AS e (id, source, whole, transaction_id, ${VERSION_COLUMNS})
      SELECT DISTINCT ON (w.id, v."foldDigest") md5(w.id::text || encode(v."foldDigest", 'hex'))::uuid, 'bank_api'::version_source,
        TRUE, w.id, ${VERSION_SOURCES}
      FROM v JOIN written w ON w.card_id = v."cardId" AND w.txid = v.txid
      ORDER BY w.id, v."foldDigest", v."foldTimestamp" DESC
      ON CONFLICT (id) DO UPDATE SET fold_timestamp = GREATEST(e.fold_timestamp, excluded.fold_timestamp),
        fold_created_at = GREATEST(e.fold_created_at, excluded.fold_created_at),
        received_at = LEAST(e.received_at, excluded.received_at)
    )
    SELECT w.id, w.site_id AS "siteId", w.card_id AS "cardId", c.linked_user_id AS "linkedUserId", w.status,
      w.is_new AS "isNew", FALSE AS "isChanged"
    FROM written w JOIN cards c ON c.id = w.card_id`);
}

/** All versions of transactions, each transaction's greatest first. */
export async function loadVersions(
  _: SystemScope,
  tx: Db,
  transactionIds: readonly string[],
): Promise<StoredVersion[]> {
  return tx.$queryRaw<StoredVersion[]>`
    SELECT ${VERSION}, t.txid, t.site_id::text AS "siteId", t.mcc AS "rowMcc", t.description AS "rowDescription",
      t.request_id AS "rowRequestId"
    FROM transaction_versions v JOIN card_transactions t ON t.id = v.transaction_id
    WHERE v.transaction_id = ANY(${[...transactionIds]}::uuid[])
    ORDER BY v.transaction_id, v.fold_timestamp DESC, v.fold_created_at DESC, v.fold_digest DESC, v.id`;
}

/** Which of these the bank's API said something about. */
export async function listFetched(_: SystemScope, tx: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.cardTransaction.findMany({
    where: { id: { in: [...ids] }, fetched: true },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Gives transactions their folded values. @returns those that read differently now */
export async function writeFolded(
  _: SystemScope,
  tx: Db,
  folded: readonly (Pick<CardTransaction, "id"> & Omit<DescribedVersion, "deliveryId" | "cardId">)[],
): Promise<WrittenPayment[]> {
  const rows = folded.map((row) => ({ ...row, foldDigest: hexBytes(row.foldDigest) }));
  const written = await tx.$queryRaw<WrittenPayment[]>(Prisma.sql`
    WITH f AS MATERIALIZED (
      SELECT f.*, ROW(${OLD_VALUES}) IS DISTINCT FROM ROW(${NEW_VALUES}) AS changed, t.bank_date AS was
      FROM json_to_recordset(${jsonRows(rows)}::json) AS f(${INPUT}) JOIN card_transactions t ON t.id = f.id
    ), dirty AS (
      ${markHours(Prisma.sql`SELECT "siteId" AS site_id, "bankDate" AS at FROM f WHERE changed
        UNION ALL SELECT "siteId", was FROM f WHERE changed`)}
    )
    UPDATE card_transactions t SET ${SET}, updated_at = CASE WHEN f.changed THEN now() ELSE t.updated_at END
    FROM f, cards c WHERE t.id = f.id AND c.id = t.card_id
    RETURNING t.id, t.site_id AS "siteId", t.card_id AS "cardId", c.linked_user_id AS "linkedUserId", t.status,
      FALSE AS "isNew", f.changed AS "isChanged"`);
  return written.filter(({ isChanged }) => isChanged);
}
