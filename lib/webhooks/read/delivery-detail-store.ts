import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { shownMerchant } from "@/lib/db/called-merchant";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { DELIVERIES } from "@/lib/db/columns";
import { type Db, type Delivery, Prisma } from "@/lib/db/connect/client";
import { BODY_SEALED } from "@/lib/webhooks/receive/bodies-store";
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryFrom } from "./delivery-sql";

const HEADERS = ["contentType", "userAgent", "peerAddress", "forwardedFor"] as const;

/** A delivery with its headers and its sealed body. */
export interface DeliveryDetail extends DeliveryRow, Stored<Delivery, (typeof HEADERS)[number]> {
  /** null where it was removed. */
  readonly bodySealed: Uint8Array | null;
  /** The delivery that the body was sealed for: a replay carries its original's bytes. */
  readonly sealedAs: string;
}

/** A delivery with its sealed body, or null if the scope has none with this id. */
export async function readDelivery(scope: Scope, db: Db, id: string): Promise<DeliveryDetail | null> {
  const [row] = await db.$queryRaw<DeliveryDetail[]>`
    SELECT ${Prisma.raw(DELIVERY_COLUMNS)}, ${Prisma.raw(selectList(DELIVERIES, "d", HEADERS))},
      ${Prisma.raw(BODY_SEALED)} AS "bodySealed",
      COALESCE(d.replay_of_id, d.id) AS "sealedAs"
    FROM ${deliveryFrom(scope)} WHERE d.id = ${id}::uuid AND ${inScope(scope, "d.site_id")}`;
  return row ?? null;
}

/** A row of which a delivery wrote a version. */
export interface ChangedRow {
  readonly kind: "api_token" | "card_transaction";
  readonly id: string;
  /** A token's fingerprint, or a merchant. */
  readonly label: string;
  /** The bank's letter, or the resulting state of the token. */
  readonly status: string;
  /** Decimal text with its currency; null for tokens. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** Whether its values are still current: no greater version arrived. */
  readonly stands: boolean;
  readonly userId: string | null;
  readonly userName: string | null;
}

/** What a delivery changed: the tokens and transactions whose history it is in. */
export async function listChangedRows(scope: Scope, db: Db, id: string): Promise<ChangedRow[]> {
  return db.$queryRaw<ChangedRow[]>`
    SELECT 'api_token' AS kind, k.id, left(encode(k.fingerprint, 'hex'), 8) AS label, e.event_name AS status,
      NULL AS amount, NULL AS currency, e.fold_digest = k.fold_digest AS stands, u.id AS "userId", u.name AS "userName"
    FROM api_token_events e JOIN api_tokens k ON k.id = e.token_id LEFT JOIN ${linkedUsers(scope)} u ON u.id = k.linked_user_id
    WHERE e.delivery_id = ${id}::uuid AND ${inScope(scope, "k.site_id")}
    UNION ALL
    SELECT 'card_transaction', t.id, ${shownMerchant("t")}, v.status, v.amount::text, v.currency,
      v.fold_digest = t.fold_digest, u.id, u.name
    FROM transaction_versions v JOIN card_transactions t ON t.id = v.transaction_id JOIN cards c ON c.id = t.card_id
      LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
    WHERE v.delivery_id = ${id}::uuid AND ${inScope(scope, "t.site_id")}`;
}

const OF_SIBLINGS = [
  "id",
  "receivedAt",
  "verdict",
  "processing",
  "decision",
  "error",
  "answerStatus",
  "currentTry",
  "duplicateCount",
  "lastDuplicateAt",
] as const;

/** Another delivery of the same notification. */
export interface Sibling extends Stored<Delivery, (typeof OF_SIBLINGS)[number]> {
  /** `same`: the same data · `other_data`: the same reference and timestamp with other data, so another hash or a forgery. */
  readonly relation: "original" | "replay" | "same" | "other_data";
}

const MOST_SIBLINGS = 20;
const MOST_CANDIDATES = 200;

/** Other tries, replays and the original of a delivery, oldest first. */
export async function listSiblings(scope: Scope, db: Db, id: string): Promise<Sibling[]> {
  // The same data has the same hash, so the index of pairs finds it, whatever the verdict.
  return db.$queryRaw<Sibling[]>`
    WITH mine AS MATERIALIZED (
      SELECT id, site_id, digest, pair_digest, reference, bank_timestamp, replay_of_id FROM deliveries d
      WHERE d.id = ${id}::uuid AND ${inScope(scope, "d.site_id")}
    ), candidates AS MATERIALIZED (
      (SELECT d.id FROM mine m JOIN deliveries d ON d.site_id = m.site_id AND d.pair_digest = m.pair_digest
        WHERE d.digest = m.digest LIMIT ${MOST_CANDIDATES})
      UNION
      (SELECT d.id FROM mine m JOIN deliveries d ON d.site_id = m.site_id AND d.reference = m.reference
        WHERE d.bank_timestamp = m.bank_timestamp LIMIT ${MOST_CANDIDATES})
    )
    SELECT ${Prisma.raw(selectList(DELIVERIES, "d", OF_SIBLINGS))},
      CASE WHEN d.id = m.replay_of_id THEN 'original' WHEN d.replay_of_id IS NOT NULL THEN 'replay'
        WHEN d.digest = m.digest THEN 'same' ELSE 'other_data' END AS relation
    FROM mine m JOIN deliveries d ON d.id = ANY(ARRAY(SELECT id FROM candidates)) AND d.id <> m.id
    ORDER BY d.received_at, d.id LIMIT ${MOST_SIBLINGS}`;
}

/** The delivery with other data that first used this one's pair of timestamp and hash, or null. */
export async function findSpender(scope: Scope, db: Db, id: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries m JOIN deliveries d ON d.site_id = m.site_id AND d.pair_digest = m.pair_digest
    WHERE m.id = ${id}::uuid AND ${inScope(scope, "m.site_id")} AND d.digest <> m.digest
      AND d.verdict <> 'quarantined' AND d.replay_of_id IS NULL AND d.id < m.id
    ORDER BY d.id LIMIT 1`;
  return row?.id ?? null;
}
