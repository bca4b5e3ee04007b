import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { selectList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS } from "@/lib/db/columns";
import { type Db, hexBytes, Prisma } from "@/lib/db/connect/client";

/** A row as people read it: column by column, decimals with their scale. */
export type Snapshot = Readonly<Record<string, string | number | Date | null>> & { readonly id: string };

/** A token's row by its fingerprint; never the token itself. */
export async function snapshotToken(scope: Scope, tx: Db, siteId: string, fingerprint: Uint8Array) {
  const rows = await tx.$queryRaw<(Snapshot & { userId: string | null; label: string })[]>`
    SELECT t.id, left(encode(t.fingerprint, 'hex'), 8) AS label, t.linked_user_id AS "userId",
      t.state::text AS state, u.name AS "linkedUser", t.orphan_reason AS "orphanReason",
      t.granted_at AS "grantedAt", t.revoked_at AS "revokedAt"
    FROM api_tokens t LEFT JOIN ${linkedUsers(scope)} u ON u.id = t.linked_user_id
    WHERE t.site_id = ${siteId}::uuid AND t.fingerprint = ${hexBytes(fingerprint)}::bytea
      AND ${inScope(scope, "t.site_id")}`;
  return rows[0] ?? null;
}

/** A linked user's state. */
export async function snapshotUser(scope: Scope, tx: Db, id: string) {
  const rows = await tx.$queryRaw<(Snapshot & { label: string })[]>`
    SELECT u.id, u.name AS label, u.state::text AS state
    FROM ${linkedUsers(scope)} u WHERE u.id = ${id}::uuid AND ${inScope(scope, "u.site_id")}`;
  return rows[0] ?? null;
}

/** A card and a transaction of it, by the bank's ids. */
export interface CardKey {
  readonly siteId: string;
  readonly accId: string;
  readonly cardRef: string;
}

/** A card and its owner. */
export async function snapshotCard(scope: Scope, tx: Db, key: CardKey) {
  const rows = await tx.$queryRaw<(Snapshot & { label: string })[]>`
    SELECT c.id, c.card_ref AS label, c.acc_id AS "accId", u.name AS "linkedUser"
    FROM cards c LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
    WHERE c.site_id = ${key.siteId}::uuid AND c.acc_id = ${key.accId} AND c.card_ref = ${key.cardRef}
      AND ${inScope(scope, "c.site_id")}`;
  return rows[0] ?? null;
}

const TRANSACTION = Prisma.raw(
  selectList(CARD_TRANSACTIONS, "t", [
    ...(["id", "status", "type", "amount", "currency", "amountFx", "fx", "fxFee", "balanceAfter"] as const),
    ...(["bankDate", "merchant", "city", "country", "mcc", "description"] as const),
  ]),
);

/** A card transaction, current values. */
export async function snapshotTransaction(scope: Scope, tx: Db, key: CardKey & { txid: string }) {
  const rows = await tx.$queryRaw<(Snapshot & { label: string })[]>`
    SELECT ${TRANSACTION}, t.merchant AS label, t.version_count AS versions
    FROM card_transactions t JOIN cards c ON c.id = t.card_id
    WHERE c.site_id = ${key.siteId}::uuid AND c.acc_id = ${key.accId} AND c.card_ref = ${key.cardRef}
      AND t.txid = ${key.txid} AND ${inScope(scope, "t.site_id")}`;
  return rows[0] ?? null;
}
