import { Prisma } from "@/lib/db/client";
import { linkedUsers } from "@/lib/db/personal-data";
import type { Scope } from "@/lib/db/scope";

/** A delivery as the list shows it: every check and verdict, and nothing of its payload. */
export interface DeliveryRow {
  readonly id: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly eventName: string | null;
  readonly reference: string | null;
  readonly verdict: "accepted" | "held" | "quarantined";
  readonly verdictReason: string | null;
  readonly answerStatus: number;
  readonly addressLeg: string;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
  readonly pairLeg: string;
  readonly ageSeconds: number | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly encoding: string | null;
  readonly sourceAddress: string | null;
  readonly processing: "pending" | "done" | "parked" | "none" | "waiting";
  /** Until when a scheduled delivery waits; null if it is not scheduled. */
  readonly waitsUntil: Date | null;
  readonly error: string | null;
  readonly duplicateCount: number;
  readonly lastDuplicateAt: Date | null;
  readonly bodySize: number;
  readonly processedAt: Date | null;
  readonly replayOfId: string | null;
  readonly decision: string | null;
  readonly decisionReason: string | null;
  readonly decidedAt: Date | null;
  /** The owner of its token or card; null if there is none, or if it changed nothing. */
  readonly userId: string | null;
  readonly userName: string | null;
}

/** Columns of a row, from `deliveryFrom`. */
export const DELIVERY_COLUMNS = `d.id, d.site_id AS "siteId", d.received_at AS "receivedAt", d.event_name AS "eventName",
  d.reference, d.verdict::text AS verdict, d.verdict_reason AS "verdictReason", d.answer_status AS "answerStatus",
  d.address_leg AS "addressLeg", d.hash_leg AS "hashLeg", d.hash_rendering AS "hashRendering",
  d.pair_leg AS "pairLeg", d.age_seconds AS "ageSeconds", d.current_try AS "currentTry", d.max_tries AS "maxTries",
  d.encoding, d.source_address AS "sourceAddress", d.processing::text AS processing,
  CASE WHEN d.processing = 'waiting' THEN d.next_attempt_at END AS "waitsUntil", d.error,
  d.duplicate_count AS "duplicateCount", d.last_duplicate_at AS "lastDuplicateAt", d.body_size AS "bodySize",
  d.processed_at AS "processedAt", d.replay_of_id AS "replayOfId", d.decision, d.decision_reason AS "decisionReason",
  d.decided_at AS "decidedAt", u.id AS "userId", u.name AS "userName"`;

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
