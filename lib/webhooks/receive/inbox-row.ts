import type { Travelling } from "@/lib/db/column-lists";
import type { Delivery } from "@/lib/db/connect/client";

/** What is known of a delivery when it goes into the inbox. */
export const RECEIVED_FIELDS = [
  "id",
  "siteId",
  "receivedAt",
  "digest",
  "pairDigest",
  "eventName",
  "reference",
  "bankTimestamp",
  "bankCreatedAt",
  "currentTry",
  "maxTries",
  "contentType",
  "userAgent",
  "encoding",
  "bodySize",
  "sourceAddress",
  "peerAddress",
  "forwardedFor",
  "addressLeg",
  "hashLeg",
  "hashRendering",
  "ageSeconds",
  "revokes",
] as const;

/** The results of all checks of a delivery. It goes to the database as JSON, unchanged; digests are in hex. */
export type InboxRow = Travelling<Delivery, (typeof RECEIVED_FIELDS)[number]>;

/** A delivery to store. */
export interface Submitted {
  readonly row: InboxRow;
  readonly bodySealed: Buffer<ArrayBuffer>;
}

/** A refused delivery, with the reason. */
export interface Quarantined extends Submitted {
  readonly row: InboxRow & { readonly verdictReason: string; readonly answerStatus: number };
}

/** Thrown when there is no space: in the queue, or (`held`) for more held deliveries. */
export class InboxFullError extends Error {
  override name = "InboxFullError";
  constructor(readonly held: boolean) {
    super(held ? "too many deliveries wait for a person" : "the inbox is full");
  }
}

/** How a delivery was accepted, once its body is committed. */
export type Accepted = "accepted" | "duplicate" | "held";
