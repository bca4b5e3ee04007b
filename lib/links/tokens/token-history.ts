/** Decides between deliveries about one token. */
export interface TokenFold {
  readonly timestamp: string;
  readonly createdAt: Date;
  readonly digest: Uint8Array;
}

/** One delivery's word on a token. */
export interface TokenHistoryEvent {
  readonly tokenId: string;
  readonly name: string;
  readonly attemptId: string | null;
  readonly orphanReason: string | null;
  readonly fold: TokenFold;
  readonly receivedAt: Date;
  /** It is verified and dated in the future: it has no rank yet, and takes access away meanwhile. */
  readonly waits?: boolean;
}

/** The attempt a custom reference was made for. */
export interface AttemptFacts {
  readonly sessionId: string;
  readonly linkedUserId: string;
  /** Until when a token may name it: a day after its link expired or staff cancelled it; its reader's word ends it at once. */
  readonly goodUntil: Date;
  /** Of another browser than its link's first, on a site that has staff confirm that, and not confirmed yet. */
  readonly waits: boolean;
}

/** Whose a token is by the word of staff, and since when. */
export interface Assignment {
  readonly userId: string;
  readonly at: Date;
}
