import { type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import type { DescribedVersion } from "./apply-card-transactions";

interface CardKey {
  readonly siteId: string;
  readonly accId: string;
  readonly cardRef: string;
}

/** Makes the accounts that are new, in key order, so that replicas wait for each other instead of deadlocking. */
export async function insertAccounts(_scope: Scope, tx: Db, keys: readonly CardKey[]): Promise<void> {
  const rows = distinct(keys, ({ siteId, accId }) => JSON.stringify([siteId, accId]));
  await tx.$executeRaw`
    INSERT INTO card_accounts (id, site_id, acc_id, created_at)
    SELECT id, "siteId", "accId", now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS a(id uuid, "siteId" uuid, "accId" text)
    ON CONFLICT (site_id, acc_id) DO NOTHING`;
}

/** Makes the cards that are new; each starts with the owner of its account. @returns the new ones */
export async function insertCards(
  _scope: Scope,
  tx: Db,
  keys: readonly CardKey[],
): Promise<{ id: string; siteId: string }[]> {
  const rows = distinct(keys, ({ siteId, accId, cardRef }) => JSON.stringify([siteId, accId, cardRef]));
  return tx.$queryRaw<{ id: string; siteId: string }[]>`
    INSERT INTO cards (id, site_id, account_id, acc_id, card_ref, linked_user_id, assigned_at, created_at)
    SELECT n.id, n."siteId", a.id, n."accId", n."cardRef", a.linked_user_id,
      CASE WHEN a.linked_user_id IS NOT NULL THEN now() END, now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS n(id uuid, "siteId" uuid, "accId" text, "cardRef" text)
    JOIN card_accounts a ON a.site_id = n."siteId" AND a.acc_id = n."accId"
    ON CONFLICT (site_id, acc_id, card_ref) DO NOTHING
    RETURNING id, site_id AS "siteId"`;
}

/** Rows of a key once each, sorted by it. */
function distinct(keys: readonly CardKey[], name: (key: CardKey) => string) {
  const byName = new Map(keys.map((key) => [name(key), key]));
  return [...byName]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { siteId, accId, cardRef }]) => ({ id: newId(), siteId, accId, cardRef }));
}

const INPUT = Prisma.raw(`id uuid, "deliveryId" uuid, "siteId" uuid, "accId" text, "cardRef" text,
  "receivedAt" timestamptz, "requestId" text, txid text, mcc text, amount numeric, "amountFx" numeric, currency text,
  fx numeric, "fxFee" numeric, status text, type text, "balanceAfter" numeric, "bankDateRaw" text,
  "bankDate" timestamptz, "bankDateGuess" boolean, description text, merchant text, city text, country text,
  "foldTimestamp" numeric, "foldCreatedAt" timestamptz, "foldDigest" bytea`);
/** Columns of a transaction that its greatest version decides, and where they come from. */
const DECIDED = [
  ["mcc", "mcc"],
  ["amount", "amount"],
  ["amount_fx", '"amountFx"'],
  ["currency", "currency"],
  ["fx", "fx"],
  ["fx_fee", '"fxFee"'],
  ["status", "status"],
  ["type", "type"],
  ["balance_after", '"balanceAfter"'],
  ["bank_date_raw", '"bankDateRaw"'],
  ["bank_date", '"bankDate"'],
  ["bank_date_guess", '"bankDateGuess"'],
  ["description", "description"],
  ["merchant", "merchant"],
  ["city", "city"],
  ["country", "country"],
  ["request_id", '"requestId"'],
  ["fold_timestamp", '"foldTimestamp"'],
  ["fold_created_at", '"foldCreatedAt"'],
  ["fold_digest", '"foldDigest"'],
] as const;
const COLUMNS = Prisma.raw(DECIDED.map(([column]) => column).join(", "));
const SOURCES = Prisma.raw(DECIDED.map(([, source]) => `g.${source}`).join(", "));
const GREATER =
  "(excluded.fold_timestamp, excluded.fold_created_at, excluded.fold_digest) > (t.fold_timestamp, t.fold_created_at, t.fold_digest)";
const DECISIONS = Prisma.raw(
  DECIDED.map(
    ([column]) => `${column} = CASE WHEN ${GREATER} THEN excluded.${column} ELSE t.${column} END`,
  ).join(", "),
);

function input(versions: readonly DescribedVersion[]): Prisma.Sql {
  const rows = versions.map((version) => ({ ...version, foldDigest: hexBytes(version.foldDigest) }));
  return Prisma.sql`jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS v(${INPUT})`;
}

/**
 * Makes or updates one row per transaction, the batch folded first (two versions of one transaction in one
 * statement would touch its row twice). An older version changes nothing but the count.
 */
export async function upsertTransactions(
  _scope: Scope,
  tx: Db,
  versions: readonly DescribedVersion[],
): Promise<{ id: string; siteId: string }[]> {
  return tx.$queryRaw<{ id: string; siteId: string }[]>(Prisma.sql`
    WITH greatest AS (
      SELECT DISTINCT ON (c.id, v.txid) v.*, c.id AS card_id,
        min(v."receivedAt") OVER (PARTITION BY c.id, v.txid) AS first_seen
      FROM ${input(versions)}
      JOIN cards c ON c.site_id = v."siteId" AND c.acc_id = v."accId" AND c.card_ref = v."cardRef"
      ORDER BY c.id, v.txid, v."foldTimestamp" DESC, v."foldCreatedAt" DESC, v."foldDigest" DESC
    )
    INSERT INTO card_transactions AS t (id, site_id, card_id, txid, first_seen_at, updated_at, ${COLUMNS})
    SELECT g.id, g."siteId", g.card_id, g.txid, g.first_seen, now(), ${SOURCES}
    FROM greatest g ORDER BY g.card_id, g.txid
    ON CONFLICT (card_id, txid) DO UPDATE
      SET first_seen_at = LEAST(t.first_seen_at, excluded.first_seen_at), updated_at = now(), ${DECISIONS}
    RETURNING t.id, t.site_id AS "siteId"`);
}

/** Adds versions to the histories of their transactions and counts them. */
export async function insertVersions(
  _scope: Scope,
  tx: Db,
  versions: readonly DescribedVersion[],
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO transaction_versions (delivery_id, transaction_id, status, type, amount, amount_fx, currency, fx,
      fx_fee, balance_after, bank_date_raw, fold_timestamp, fold_created_at, fold_digest, received_at)
    SELECT v."deliveryId", t.id, v.status, v.type, v.amount, v."amountFx", v.currency, v.fx, v."fxFee",
      v."balanceAfter", v."bankDateRaw", v."foldTimestamp", v."foldCreatedAt", v."foldDigest", v."receivedAt"
    FROM ${input(versions)}
    JOIN cards c ON c.site_id = v."siteId" AND c.acc_id = v."accId" AND c.card_ref = v."cardRef"
    JOIN card_transactions t ON t.card_id = c.id AND t.txid = v.txid
    ON CONFLICT (delivery_id) DO NOTHING`);
  const deliveries = versions.map((version) => version.deliveryId);
  const [kept] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM transaction_versions WHERE delivery_id = ANY(${deliveries}::uuid[])`;
  // A version that found no card must fail its batch: done without a trace is lost.
  if (kept?.count !== new Set(deliveries).size) throw new Error("a card transaction found no card");
  await tx.$executeRaw`
    UPDATE card_transactions t SET version_count = n.count
    FROM (
      SELECT transaction_id, count(DISTINCT fold_digest)::int AS count FROM transaction_versions
      WHERE transaction_id IN (
        SELECT transaction_id FROM transaction_versions WHERE delivery_id = ANY(${deliveries}::uuid[]))
      GROUP BY 1
    ) n WHERE t.id = n.transaction_id AND t.version_count <> n.count`;
}
