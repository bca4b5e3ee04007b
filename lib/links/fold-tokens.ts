import { compareDecimals } from "@/lib/anytime/compare-decimals";

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
}

/** The attempt a custom reference was made for. */
export interface AttemptFacts {
  readonly sessionId: string;
  readonly linkedUserId: string;
  /** Until when a token may name it: 24 hours after its session ended. */
  readonly goodUntil: Date;
  /** Begun by another browser than the first, on a site that has staff confirm that, and not confirmed yet. */
  readonly waits: boolean;
}

/** What a token is, all its history considered. */
export interface FoldedToken {
  readonly tokenId: string;
  readonly state: "active" | "revoked";
  readonly fold: TokenFold;
  readonly attemptId: string | null;
  readonly linkedUserId: string | null;
  readonly orphanReason: string | null;
  /** When the last grant and the last revocation reached us. */
  readonly grantedAt: Date | null;
  readonly revokedAt: Date | null;
}

/**
 * Folds whole histories to the state of each token, so that any order and any repetition of deliveries
 * ends the same: the greatest (timestamp, created_at) wins, a revocation wins a tie. An attempt owns one
 * token, the first that named it while it was good; later ones are nobody's.
 *
 * @param events of every token whose state may have changed, and of all tokens that name the same attempts
 */
export function foldTokens(
  events: readonly TokenHistoryEvent[],
  attempts: ReadonlyMap<string, AttemptFacts>,
): FoldedToken[] {
  const histories = new Map<string, TokenHistoryEvent[]>();
  for (const event of events) histories.set(event.tokenId, [...(histories.get(event.tokenId) ?? []), event]);
  const tokens = [...histories].map(([tokenId, history]) => ({
    tokenId,
    history: history.toSorted(compareEvents),
  }));
  const owners = chooseOwners(tokens, attempts);
  return tokens.map(({ tokenId, history }) => {
    const last = history.at(-1);
    if (last === undefined) throw new Error("a token without history");
    const granted = history.findLast((event) => event.name === "token_created");
    const revoked = last.name === "token_revoked";
    return {
      tokenId,
      state: revoked ? "revoked" : "active",
      fold: last.fold,
      grantedAt: granted?.receivedAt ?? null,
      revokedAt: revoked ? last.receivedAt : null,
      ...ownerOf(tokenId, history, attempts, owners),
    };
  });
}

/** Orders two words on one token: the later one wins. */
export function compareEvents(left: TokenHistoryEvent, right: TokenHistoryEvent): number {
  return (
    compareDecimals(left.fold.timestamp, right.fold.timestamp) ||
    left.fold.createdAt.getTime() - right.fold.createdAt.getTime() ||
    Number(left.name === "token_revoked") - Number(right.name === "token_revoked") ||
    Buffer.compare(left.fold.digest, right.fold.digest)
  );
}

interface History {
  readonly tokenId: string;
  readonly history: readonly TokenHistoryEvent[];
}

/**
 * The word by which a token claims an attempt: its creation before its revocation, and what lay too far in the
 * future to be believed (a negative timestamp) only where there is nothing else.
 */
function claimOf(history: readonly TokenHistoryEvent[]): TokenHistoryEvent | undefined {
  const claims = history.filter((event) => event.attemptId !== null);
  return claims.toSorted((left, right) => rankOf(left) - rankOf(right) || compareEvents(left, right))[0];
}

function rankOf(event: TokenHistoryEvent): number {
  if (event.fold.timestamp.startsWith("-")) return 2;
  return event.name === "token_created" ? 0 : 1;
}

/** For each attempt the token that may have it. */
function chooseOwners(
  tokens: readonly History[],
  attempts: ReadonlyMap<string, AttemptFacts>,
): Map<string, string> {
  const claims = tokens.flatMap(({ history }) => {
    const claim = claimOf(history);
    return claim !== undefined && isGood(claim, attempts) ? [claim] : [];
  });
  const owners = new Map<string, string>();
  const sorted = claims.toSorted((left, right) => rankOf(left) - rankOf(right) || compareEvents(left, right));
  for (const claim of sorted) {
    if (claim.attemptId !== null && !owners.has(claim.attemptId)) owners.set(claim.attemptId, claim.tokenId);
  }
  return owners;
}

function isGood(claim: TokenHistoryEvent, attempts: ReadonlyMap<string, AttemptFacts>): boolean {
  const facts = claim.attemptId === null ? undefined : attempts.get(claim.attemptId);
  return facts !== undefined && claim.receivedAt <= facts.goodUntil;
}

function ownerOf(
  tokenId: string,
  history: readonly TokenHistoryEvent[],
  attempts: ReadonlyMap<string, AttemptFacts>,
  owners: ReadonlyMap<string, string>,
): Pick<FoldedToken, "attemptId" | "linkedUserId" | "orphanReason"> {
  const nobody = (orphanReason: string) => ({ attemptId: null, linkedUserId: null, orphanReason });
  const claim = claimOf(history);
  if (claim === undefined || claim.attemptId === null) return nobody(history[0]?.orphanReason ?? "absent");
  const facts = attempts.get(claim.attemptId);
  if (facts === undefined || !isGood(claim, attempts)) return nobody("reference_expired");
  if (owners.get(claim.attemptId) !== tokenId) return nobody("reference_spent");
  // It has the attempt all the same: confirmed later, it is its.
  if (facts.waits) return nobody("second_browser");
  return { attemptId: claim.attemptId, linkedUserId: facts.linkedUserId, orphanReason: null };
}
