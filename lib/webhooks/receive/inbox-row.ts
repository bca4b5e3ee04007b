/** The results of all checks of a delivery. It goes to the database as JSON, unchanged. */
export interface InboxRow {
  readonly id: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  /** SHA-256 in hex, like the other one. */
  readonly digest: string | null;
  readonly pairDigest: string | null;
  readonly eventName: string | null;
  readonly reference: string | null;
  readonly bankTimestamp: string | null;
  readonly bankCreatedAt: Date | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly encoding: string | null;
  readonly bodySize: number;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly forwardedFor: string | null;
  readonly addressLeg: string;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
  readonly ageSeconds: number | null;
  /** For a token_revoked: SHA-256 of its token, in hex. */
  readonly revokes: string | null;
}

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
