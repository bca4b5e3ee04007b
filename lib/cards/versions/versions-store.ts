import { markHours } from "@/lib/cards/rollups/dirty-hours-store";
import type { SystemScope } from "@/lib/db/access/scope";
import { columnOf, insertList, recordList, sourceList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS, TRANSACTION_VERSIONS } from "@/lib/db/columns";
import {
  type CardTransaction,
  type Db,
  hexBytes,
  jsonRows,
  Prisma,
  type TransactionVersion,
} from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { deriveOwners } from "./account-owners-store";
import type { DescribedVersion } from "./describe-version";

/** A card by the bank's ids. */
export interface CardKey {
  readonly siteId: string;
  readonly accId: string;
  readonly cardRef: string;
}

/** A card that was just made, with the owner of its account. */
export interface MadeCard extends FoundCard {
  readonly linkedUserId: string | null;
}

/** A card that versions belong to. */
export interface FoundCard extends CardKey {
  readonly id: string;
}

/** Finds cards by their keys; missing ones are left out. */
export async function findCards(_: SystemScope, tx: Db, keys: readonly CardKey[]): Promise<FoundCard[]> {
  return tx.$queryRaw<FoundCard[]>`
    SELECT c.id, c.site_id AS "siteId", c.acc_id AS "accId", c.card_ref AS "cardRef"
    FROM json_to_recordset(${jsonRows(distinct(keys))}::json) AS n("siteId" uuid, "accId" text, "cardRef" text)
    JOIN cards c ON c.site_id = n."siteId" AND c.acc_id = n."accId" AND c.card_ref = n."cardRef"`;
}

/**
 * Creates the new cards and their accounts, in key order, so that replicas wait for each other instead of deadlocking.
 * Each card starts with the owner of its account.
 *
 * @returns the new cards
 */
export async function insertCards(scope: SystemScope, tx: Db, keys: readonly CardKey[]): Promise<MadeCard[]> {
  await insertAccounts(scope, tx, keys);
  const made = await tx.$queryRaw<(MadeCard & { accountId: string })[]>`
    INSERT INTO cards (id, site_id, account_id, acc_id, card_ref, linked_user_id, assigned_at, created_at)
    SELECT n.id, n."siteId", a.id, n."accId", n."cardRef", a.linked_user_id,
      CASE WHEN a.linked_user_id IS NOT NULL THEN now() END, now()
    FROM jsonb_to_recordset(${jsonRows(distinct(keys))}::jsonb) AS n(id uuid, "siteId" uuid, "accId" text, "cardRef" text)
    JOIN card_accounts a ON a.site_id = n."siteId" AND a.acc_id = n."accId"
    ON CONFLICT (site_id, acc_id, card_ref) DO NOTHING
    RETURNING id, site_id AS "siteId", acc_id AS "accId", card_ref AS "cardRef", account_id AS "accountId",
      linked_user_id AS "linkedUserId"`;
  await deriveOwners(
    scope,
    tx,
    made.flatMap(({ linkedUserId, accountId }) => (linkedUserId === null ? [] : accountId)),
  );
  return made;
}

async function insertAccounts(_: SystemScope, tx: Db, keys: readonly CardKey[]): Promise<void> {
  // The same account may come with several cards: the first of them creates it.
  const rows = distinct(keys.map(({ siteId, accId }) => ({ siteId, accId, cardRef: "" })));
  await tx.$executeRaw`
    INSERT INTO card_accounts (id, site_id, acc_id, owners, created_at)
    SELECT id, "siteId", "accId", 0, now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS a(id uuid, "siteId" uuid, "accId" text)
    ON CONFLICT (site_id, acc_id) DO NOTHING`;
}

/** The key of a card in maps. */
export function cardKey({ siteId, accId, cardRef }: CardKey): string {
  return JSON.stringify([siteId, accId, cardRef]);
}

/** Rows without repeated keys, sorted by key. */
function distinct(keys: readonly CardKey[]) {
  const byName = new Map(keys.map((key) => [cardKey(key), key]));
  return [...byName]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { siteId, accId, cardRef }]) => ({ id: newId(), siteId, accId, cardRef }));
}

/** Columns of a transaction that come from its greatest version, and their sources. */
export const DECIDED = [
  "mcc",
  "amount",
  "amountFx",
  "currency",
  "fx",
  "fxFee",
  "status",
  "type",
  "balanceAfter",
  "bankDateRaw",
  "bankDate",
  "bankDateGuess",
  "description",
  "merchant",
  "merchantId",
  "city",
  "country",
  "requestId",
  "foldTimestamp",
  "foldCreatedAt",
  "foldDigest",
] as const satisfies readonly (keyof CardTransaction)[];
/** What a version says, whichever way it came, and how it is folded. */
export const SAID = [
  "status",
  "type",
  "amount",
  "amountFx",
  "currency",
  "fx",
  "fxFee",
  "balanceAfter",
  "bankDateRaw",
  "mcc",
  "description",
  "foldTimestamp",
  "foldCreatedAt",
  "foldDigest",
  "receivedAt",
] as const satisfies readonly (keyof TransactionVersion)[];
/** Columns of a version that stand in its delivery. */
const DELIVERED = ["deliveryId", "requestId", ...SAID] as const;
/** What a payment says, apart from which delivery says so, and what we call its merchant. */
const VALUES = DECIDED.filter((field) => !/^fold|^merchantId$|^requestId$/.test(field));
const VALUES_BEFORE = Prisma.raw(VALUES.map((field) => `b.${columnOf(field)}`).join(", "));
const VALUES_NOW = Prisma.raw(VALUES.map((field) => `w.${columnOf(field)}`).join(", "));
const RETURNED_VALUES = Prisma.raw(VALUES.map((field) => `t.${columnOf(field)}`).join(", "));
/** Where payments are written, and where they stood before: a version may move one. */
const WRITTEN_HOURS = Prisma.sql`
  SELECT g."siteId" AS site_id, g."bankDate" AS at FROM greatest g
  UNION ALL SELECT b.site_id, b.bank_date FROM before b`;
const INPUT = Prisma.raw(
  `${recordList(CARD_TRANSACTIONS, ["id", "siteId", "cardId", "txid", ...DECIDED])},
  ${recordList(TRANSACTION_VERSIONS, ["deliveryId", "receivedAt"])}, "firstSeen" timestamptz, many boolean`,
);
const COLUMNS = Prisma.raw(insertList(DECIDED));
const SOURCES = Prisma.raw(sourceList("g", DECIDED));
const VERSION_COLUMNS = Prisma.raw(insertList(DELIVERED));
const VERSION_SOURCES = Prisma.raw(sourceList("v", DELIVERED));
const GREATER =
  "(excluded.fold_timestamp, excluded.fold_created_at, excluded.fold_digest) > (t.fold_timestamp, t.fold_created_at, t.fold_digest)";
const DECISIONS = Prisma.raw(
  DECIDED.map(columnOf)
    .map((column) => `${column} = CASE WHEN ${GREATER} THEN excluded.${column} ELSE t.${column} END`)
    .join(", "),
);

/** A payment that was written, as the partner's backend hears of it. */
export interface WrittenPayment {
  readonly id: string;
  readonly siteId: string;
  readonly cardId: string;
  readonly linkedUserId: string | null;
  readonly status: string;
  readonly isNew: boolean;
  /** It was there, and says something else now. */
  readonly isChanged: boolean;
}

/** The result for a transaction in a batch. */
interface Written extends WrittenPayment {
  /** It existed before, or has several versions in the batch: its versions must be counted. */
  readonly recount: boolean;
  /** The bank's API said something about it, too: it must be folded from all its versions. */
  readonly fetched: boolean;
}

/**
 * Creates or updates one row per transaction, after folding the batch (two versions of one transaction in one
 * statement would touch its row twice), and adds the versions to their histories, in one statement. An older version
 * changes only the count.
 */
export async function writeTransactions(
  scope: SystemScope,
  tx: Db,
  versions: readonly DescribedVersion[],
): Promise<(WrittenPayment & { readonly fetched: boolean })[]> {
  const known = gatherByPayment(versions);
  const rows = versions.map((version) => ({
    ...version,
    ...known.get(paymentKey(version)),
    foldDigest: hexBytes(version.foldDigest),
  }));
  const written = await tx.$queryRaw<Written[]>(Prisma.sql`
    WITH v AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${jsonRows(rows)}::json) AS r(${INPUT})
    ), greatest AS (
      SELECT DISTINCT ON (v."cardId", v.txid) v.* FROM v
      ORDER BY v."cardId", v.txid, v."foldTimestamp" DESC, v."foldCreatedAt" DESC, v."foldDigest" DESC
    ), owned AS MATERIALIZED (
      SELECT g.*, c.linked_user_id AS owner FROM greatest g JOIN cards c ON c.id = g."cardId"
    ), before AS MATERIALIZED (
      SELECT t.* FROM greatest g JOIN card_transactions t ON t.card_id = g."cardId" AND t.txid = g.txid
    ), dirty AS (
      ${markHours(WRITTEN_HOURS)}
    ), written AS (
      INSERT INTO card_transactions AS t (id, site_id, card_id, txid, unattributed, first_seen_at, updated_at, ${COLUMNS})
      SELECT g.id, g."siteId", g."cardId", g.txid, g.owner IS NULL, g."firstSeen", now(), ${SOURCES}
      FROM owned g ORDER BY g."cardId", g.txid
      ON CONFLICT (card_id, txid) DO UPDATE
        SET first_seen_at = LEAST(t.first_seen_at, excluded.first_seen_at), updated_at = now(),
          unattributed = excluded.unattributed, ${DECISIONS}
      RETURNING t.id, t.site_id, t.card_id, t.txid, t.fetched, t.xmax = 0 AS is_new, ${RETURNED_VALUES}
    ), kept AS (
      INSERT INTO transaction_versions (id, source, whole, transaction_id, ${VERSION_COLUMNS})
      SELECT v."deliveryId", 'delivery', TRUE, w.id, ${VERSION_SOURCES}
      FROM v JOIN written w ON w.card_id = v."cardId" AND w.txid = v.txid
      ON CONFLICT (id) DO UPDATE
        SET fold_timestamp = excluded.fold_timestamp, fold_created_at = excluded.fold_created_at
    )
    SELECT w.id, w.site_id AS "siteId", w.card_id AS "cardId", o.owner AS "linkedUserId", w.status, w.fetched,
      w.is_new AS "isNew", b.id IS NOT NULL AND ROW(${VALUES_BEFORE}) IS DISTINCT FROM ROW(${VALUES_NOW}) AS "isChanged",
      NOT w.is_new OR o.many AS recount
    FROM owned o JOIN written w ON w.card_id = o."cardId" AND w.txid = o.txid LEFT JOIN before b ON b.id = w.id`);
  await countVersions(
    scope,
    tx,
    written.filter(({ recount }) => recount).map(({ id }) => id),
  );
  return written;
}

/** When each payment of a batch was first seen, and whether several versions are of it. A window in SQL carries all columns along. */
function gatherByPayment(versions: readonly DescribedVersion[]) {
  const known = new Map<string, { firstSeen: Date; many: boolean }>();
  for (const version of versions) {
    const { receivedAt } = version;
    const other = known.get(paymentKey(version));
    const firstSeen = other !== undefined && other.firstSeen < receivedAt ? other.firstSeen : receivedAt;
    known.set(paymentKey(version), { firstSeen, many: other !== undefined });
  }
  return known;
}

const paymentKey = ({ cardId, txid }: DescribedVersion) => `${cardId} ${txid}`;

/** What an answer of the bank's API says again, word for word, is no version more. */
export async function countVersions(_: SystemScope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE card_transactions t SET version_count = n.count
    FROM (
      SELECT v.transaction_id, count(DISTINCT v.fold_digest)::int AS count FROM transaction_versions v
      WHERE v.transaction_id = ANY(${[...ids]}::uuid[]) AND (v.source = 'delivery' OR NOT EXISTS (
        SELECT 1 FROM transaction_versions d WHERE d.transaction_id = v.transaction_id AND d.source = 'delivery'
          AND d.status = v.status AND d.type = v.type AND d.amount = v.amount
          AND d.currency IS NOT DISTINCT FROM COALESCE(v.currency, d.currency)
          AND d.amount_fx IS NOT DISTINCT FROM COALESCE(v.amount_fx, d.amount_fx)
          AND d.balance_after IS NOT DISTINCT FROM COALESCE(v.balance_after, d.balance_after)
          AND d.bank_date_raw IS NOT DISTINCT FROM COALESCE(v.bank_date_raw, d.bank_date_raw)))
      GROUP BY 1
    ) n WHERE t.id = n.transaction_id AND t.version_count <> n.count`;
}
