import { lettersOf } from "@/lib/anytime/values/transaction-status";
import { markHours } from "@/lib/cards/rollups/dirty-hours-store";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "@/lib/cards/transactions/transaction-sql";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { FeedEvent } from "@/lib/live/feed-event";

/** How a payment and another are, or may be, one: an authorisation, and its settlement under another id. */
export interface Twin {
  readonly row: TransactionRow;
  /** Whether the other is the settlement: the one that counts once they are joined. */
  readonly isSettlement: boolean;
}

/** A payment of a pair. */
type PairedPayment = Omit<FeedEvent, "type">;

/** The ids of a pair. */
export interface Pair {
  readonly earlierId: string;
  readonly laterId: string;
}

const COLUMNS = Prisma.raw(TRANSACTION_COLUMNS);
/**
 * That a settlement `s` may be an authorisation `a` that came again: same card and merchant, at most 7 days later, and
 * at most 20 % more or less.
 */
const ALIKE = Prisma.sql`a.card_id = s.card_id AND a.merchant_id = s.merchant_id AND a.type = s.type AND a.id <> s.id
  AND a.status = ANY(${lettersOf("authorised")}) AND s.status = ANY(${lettersOf("settled")})
  AND a.joined_to_id IS NULL AND s.joined_to_id IS NULL
  AND s.bank_date >= a.bank_date AND s.bank_date <= a.bank_date + interval '7 days'
  AND abs(abs(s.amount) - abs(a.amount)) <= abs(a.amount) * 0.2`;
/** A settlement takes the place of one authorisation only. */
const FREE = Prisma.sql`NOT EXISTS (SELECT 1 FROM card_transactions j WHERE j.joined_to_id = s.id)`;

/** The payment that another may be one with: the nearest in time; null if there is none. */
export async function findTwin(scope: Scope, db: Db, id: string): Promise<Twin | null> {
  const ours = inScope(scope, "t.site_id");
  const find = (self: "a" | "s", other: "a" | "s") => db.$queryRaw<StoredTransactionRow[]>`
    SELECT ${COLUMNS} FROM ${transactionFrom(scope)} WHERE ${ours} AND t.id = (
      SELECT ${Prisma.raw(other)}.id FROM card_transactions ${Prisma.raw(self)}
      JOIN card_transactions ${Prisma.raw(other)} ON ${ALIKE}
      WHERE ${Prisma.raw(self)}.id = ${id}::uuid AND ${FREE} ORDER BY s.bank_date - a.bank_date, s.id LIMIT 1)`;
  const [later] = await find("a", "s");
  if (later !== undefined) return { row: toTransactionRow(later), isSettlement: true };
  const [earlier] = await find("s", "a");
  return earlier === undefined ? null : { row: toTransactionRow(earlier), isSettlement: false };
}

/** The payment that another is joined with; null if it is with none. */
export async function readJoined(scope: Scope, db: Db, id: string): Promise<Twin | null> {
  const [row] = await db.$queryRaw<(StoredTransactionRow & { isSettlement: boolean })[]>`
    SELECT ${COLUMNS}, t.joined_to_id IS NULL AS "isSettlement" FROM ${transactionFrom(scope)}
    WHERE ${inScope(scope, "t.site_id")} AND (t.joined_to_id = ${id}::uuid
      OR t.id = (SELECT m.joined_to_id FROM card_transactions m WHERE m.id = ${id}::uuid)) LIMIT 1`;
  if (row === undefined) return null;
  const { isSettlement, ...stored } = row;
  return { row: toTransactionRow(stored), isSettlement };
}

/** Joins a pair that is still alike, and marks both hours. @returns false if it is not alike any more */
export async function writeJoin(scope: Scope, tx: Db, { earlierId, laterId }: Pair): Promise<boolean> {
  await holdPair(scope, tx, { earlierId, laterId });
  const joined = await tx.$executeRaw`
    UPDATE card_transactions a SET joined_to_id = s.id FROM card_transactions s
    WHERE a.id = ${earlierId}::uuid AND s.id = ${laterId}::uuid AND ${ALIKE} AND ${FREE}
      AND ${inScope(scope, "a.site_id")}`;
  if (joined === 0) return false;
  await markPair(tx, { earlierId, laterId });
  return true;
}

/** Undoes a join, and marks both hours. @returns false if there is none */
export async function deleteJoin(scope: Scope, tx: Db, { earlierId, laterId }: Pair): Promise<boolean> {
  await holdPair(scope, tx, { earlierId, laterId });
  const parted = await tx.$executeRaw`
    UPDATE card_transactions a SET joined_to_id = NULL
    WHERE a.id = ${earlierId}::uuid AND a.joined_to_id = ${laterId}::uuid AND ${inScope(scope, "a.site_id")}`;
  if (parted === 0) return false;
  await markPair(tx, { earlierId, laterId });
  return true;
}

/** What open pages and the partner's feed are told of both payments of a pair: each of them counts otherwise now. */
export async function describePair(
  scope: Scope,
  tx: Db,
  { earlierId, laterId }: Pair,
): Promise<PairedPayment[]> {
  return tx.$queryRaw<PairedPayment[]>`
    SELECT t.id::text AS "entityId", t.site_id::text AS "siteId", t.card_id::text AS "cardId",
      c.linked_user_id::text AS "linkedUserId", t.status
    FROM card_transactions t JOIN cards c ON c.id = t.card_id
    WHERE t.id = ANY(${[earlierId, laterId]}::uuid[]) AND ${inScope(scope, "t.site_id")} ORDER BY t.id`;
}

/** In the order of ids, so that two who join wait for each other. */
async function holdPair(scope: Scope, tx: Db, { earlierId, laterId }: Pair): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM card_transactions t WHERE t.id = ANY(${[earlierId, laterId]}::uuid[]) AND ${inScope(scope, "t.site_id")}
    ORDER BY t.id FOR NO KEY UPDATE`;
}

async function markPair(tx: Db, { earlierId, laterId }: Pair): Promise<void> {
  await tx.$executeRaw(
    markHours(Prisma.sql`
      SELECT t.site_id, t.bank_date AS at FROM card_transactions t
      WHERE t.id = ANY(${[earlierId, laterId]}::uuid[])`),
  );
}
