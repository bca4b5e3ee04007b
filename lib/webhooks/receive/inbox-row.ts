/** Everything that was judged of a delivery. It travels to the database as JSON, as it is. */
export interface InboxRow {
  readonly id: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  /** SHA-256 in hex, as the other one. */
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
  /** Of a token_revoked: SHA-256 of its token, in hex. */
  readonly revokes: string | null;
}

/** A delivery to store. */
export interface Submitted {
  readonly row: InboxRow;
  readonly bodySealed: Buffer<ArrayBuffer>;
}

/** One that was refused, with the reason. */
export interface Quarantined extends Submitted {
  readonly row: InboxRow & { readonly verdictReason: string; readonly answerStatus: number };
}

/** Thrown where there is no room: in the queue, or (`held`) among those that wait for a person. */
export class InboxFullError extends Error {
  override name = "InboxFullError";
  constructor(readonly held: boolean) {
    super(held ? "too many deliveries wait for a person" : "the inbox is full");
  }
}

/** How a delivery was taken in, once its bytes are committed. */
export type Accepted = "accepted" | "duplicate" | "held";
