import type { OrphanReason } from "./orphan-reason";

/** Orders the deliveries about one token. */
export interface TokenFold {
  readonly timestamp: string;
  readonly createdAt: Date;
  readonly digest: Uint8Array;
}

/** What one delivery says about a token. */
export interface TokenHistoryEvent {
  readonly tokenId: string;
  readonly name: string;
  readonly attemptId: string | null;
  readonly orphanReason: OrphanReason | null;
  readonly fold: TokenFold;
  readonly receivedAt: Date;
  /** Scheduled: verified and dated in the future. It has no rank yet; a revocation removes access meanwhile. */
  readonly waits?: boolean;
}

/** What a delivery's custom reference names, or why it names nothing. */
export interface Claim {
  readonly attemptId: string | null;
  readonly orphanReason: OrphanReason | null;
  /** The key that sealed it, if this process lacks it. */
  readonly referenceKid: string | null;
}

/** The attempt a custom reference was created for. */
export interface AttemptFacts {
  readonly sessionId: string;
  readonly linkedUserId: string;
  /**
   * Until when a token can name it: a day after its link expired or staff cancelled it; a cancellation by its user
   * ends it at once.
   */
  readonly goodUntil: Date;
  /** From a browser other than its link's first, on a site that requires confirmation, and not confirmed yet. */
  readonly waits: boolean;
}

/** The owner of a token by assignment, and since when. */
export interface Assignment {
  readonly userId: string;
  readonly at: Date;
}
