import { linkedUsers } from "@/lib/db/access/personal-data";
import type { Scope } from "@/lib/db/access/scope";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { DELIVERIES } from "@/lib/db/columns";
import { type Delivery, Prisma } from "@/lib/db/connect/client";

const LISTED = [
  "id",
  "siteId",
  "receivedAt",
  "eventName",
  "reference",
  "verdict",
  "verdictReason",
  "answerStatus",
  "addressLeg",
  "hashLeg",
  "hashRendering",
  "pairLeg",
  "ageSeconds",
  "currentTry",
  "maxTries",
  "encoding",
  "sourceAddress",
  "processing",
  "error",
  "duplicateCount",
  "lastDuplicateAt",
  "bodySize",
  "processedAt",
  "replayOfId",
  "decision",
  "decisionReason",
  "decidedAt",
] as const;

/** A delivery as the list shows it: every check and verdict, and nothing of its payload. */
export interface DeliveryRow extends Stored<Delivery, (typeof LISTED)[number]> {
  /** Until when a scheduled delivery waits; null if it is not scheduled. */
  readonly waitsUntil: Date | null;
  /** The owner of its token or card; null if there is none, or if it changed nothing. */
  readonly userId: string | null;
  readonly userName: string | null;
}

/** Columns of a row, from `deliveryFrom`. */
export const DELIVERY_COLUMNS = `${selectList(DELIVERIES, "d", LISTED)},
  CASE WHEN d.processing = 'waiting' THEN d.next_attempt_at END AS "waitsUntil", u.id AS "userId", u.name AS "userName"`;

/** The tables of those columns: a delivery's user is found through the token or card it changed. */
export function deliveryFrom(scope: Scope): Prisma.Sql {
  return Prisma.sql`deliveries d
  LEFT JOIN api_token_events e ON e.delivery_id = d.id
  LEFT JOIN api_tokens k ON k.id = e.token_id
  LEFT JOIN transaction_versions v ON v.delivery_id = d.id
  LEFT JOIN card_transactions t ON t.id = v.transaction_id
  LEFT JOIN cards c ON c.id = t.card_id
  LEFT JOIN ${linkedUsers(scope)} u ON u.id = COALESCE(k.linked_user_id, c.linked_user_id)`;
}
