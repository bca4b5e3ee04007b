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
  /** Until when a token may name it: 24 hours after its session expired or was cancelled. */
  readonly goodUntil: Date;
  /** Of another browser than its link's first, on a site that has staff confirm that, and not confirmed yet. */
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
  /** The attempt that it would have, once staff confirm its browser. */
  readonly waitingAttemptId: string | null;
  /** When its creation first reached us, and when that was at the bank. */
  readonly grantedAt: Date | null;
  readonly grantedTimestamp: string | null;
  /** When its revocation reached us. */
  readonly revokedAt: Date | null;
}

const DAY_MS = 86_400_000;

/**
 * Folds whole histories to the state of each token, so that any order, any batches and any repetition of deliveries
 * end the same: the greatest (timestamp, created_at) wins, a revocation wins a tie. An attempt owns one token, the
 * first that named it while it was good; later ones are nobody's. A day after the first token of its link, an
 * attempt is good no more.
 *
 * @param events of every token whose state may have changed, and of all tokens that name attempts of the same links
 * @param assigned whom staff gave tokens to: what is somebody else's claims no attempt
 */
export function foldTokens(
  events: readonly TokenHistoryEvent[],
  attempts: ReadonlyMap<string, AttemptFacts>,
  assigned: ReadonlyMap<string, string> = new Map(),
): FoldedToken[] {
  const histories = new Map<string, TokenHistoryEvent[]>();
  for (const event of events) histories.set(event.tokenId, [...(histories.get(event.tokenId) ?? []), event]);
  const judge = makeJudge(events, attempts, assigned);
  const tokens = [...histories].map(([tokenId, unordered]) => {
    const history = unordered.toSorted(compareEvents);
    return { tokenId, history, claim: claimOf(history, judge) };
  });
  const owners = chooseOwners(tokens, judge);
  return tokens.map(({ tokenId, history, claim }) => {
    const last = history.at(-1);
    if (last === undefined) throw new Error("a token without history");
    const creations = history.filter((event) => event.name === "token_created");
    const first = creations.find((event) => !isUnbelievable(event)) ?? creations[0];
    const revoked = last.name === "token_revoked";
    return {
      tokenId,
      state: revoked ? "revoked" : "active",
      fold: last.fold,
      grantedAt: creations.length === 0 ? null : earliest(creations),
      grantedTimestamp: first?.fold.timestamp ?? null,
      revokedAt: revoked ? last.receivedAt : null,
      ...ownerOf(tokenId, claim ?? history[0], judge, owners),
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

function earliest(events: readonly TokenHistoryEvent[]): Date {
  return new Date(Math.min(...events.map(({ receivedAt }) => receivedAt.getTime())));
}

/** What lay too far in the future to be believed has a negative timestamp. */
function isUnbelievable(event: TokenHistoryEvent): boolean {
  return event.fold.timestamp.startsWith("-");
}

/** Says of what a delivery names. */
interface Judge {
  /** The attempt that it may have, or undefined where it came too late or is somebody else's. */
  good(event: TokenHistoryEvent): AttemptFacts | undefined;
}

function makeJudge(
  events: readonly TokenHistoryEvent[],
  attempts: ReadonlyMap<string, AttemptFacts>,
  assigned: ReadonlyMap<string, string>,
): Judge {
  const inTime = (event: TokenHistoryEvent): AttemptFacts | undefined => {
    const facts = event.attemptId === null ? undefined : attempts.get(event.attemptId);
    if (facts === undefined || event.receivedAt > facts.goodUntil) return undefined;
    const given = assigned.get(event.tokenId);
    return given === undefined || given === facts.linkedUserId ? facts : undefined;
  };
  // From the first token of a link on its other references are good for a day more.
  const completed = new Map<string, number>();
  for (const event of events) {
    const facts = inTime(event);
    if (facts === undefined || facts.waits) continue;
    const at = event.receivedAt.getTime();
    completed.set(facts.sessionId, Math.min(at, completed.get(facts.sessionId) ?? at));
  }
  return {
    good: (event) => {
      const facts = inTime(event);
      const since = facts === undefined ? undefined : completed.get(facts.sessionId);
      return since !== undefined && event.receivedAt.getTime() > since + DAY_MS ? undefined : facts;
    },
  };
}

interface History {
  readonly tokenId: string;
  readonly history: readonly TokenHistoryEvent[];
  readonly claim: TokenHistoryEvent | undefined;
}

/**
 * The word by which a token claims an attempt: one that came in time before one that did not, its creation before its
 * revocation, and what cannot be believed only where there is nothing else.
 */
function claimOf(history: readonly TokenHistoryEvent[], judge: Judge): TokenHistoryEvent | undefined {
  const late = (event: TokenHistoryEvent) => Number(judge.good(event) === undefined);
  return history
    .filter((event) => event.attemptId !== null)
    .toSorted((left, right) => late(left) - late(right) || compareClaims(left, right))[0];
}

function compareClaims(left: TokenHistoryEvent, right: TokenHistoryEvent): number {
  return rankOf(left) - rankOf(right) || compareEvents(left, right);
}

function rankOf(event: TokenHistoryEvent): number {
  if (isUnbelievable(event)) return 2;
  return event.name === "token_created" ? 0 : 1;
}

/** For each attempt the token that may have it. */
function chooseOwners(tokens: readonly History[], judge: Judge): Map<string, string> {
  const claims = tokens.flatMap(({ claim }) =>
    claim !== undefined && judge.good(claim) !== undefined ? [claim] : [],
  );
  const owners = new Map<string, string>();
  for (const claim of claims.toSorted(compareClaims)) {
    if (claim.attemptId !== null && !owners.has(claim.attemptId)) owners.set(claim.attemptId, claim.tokenId);
  }
  return owners;
}

type Owner = Pick<FoldedToken, "attemptId" | "linkedUserId" | "orphanReason" | "waitingAttemptId">;

function ownerOf(
  tokenId: string,
  claim: TokenHistoryEvent | undefined,
  judge: Judge,
  owners: ReadonlyMap<string, string>,
): Owner {
  const nobody = { attemptId: null, linkedUserId: null, waitingAttemptId: null };
  if (claim === undefined || claim.attemptId === null)
    return { ...nobody, orphanReason: claim?.orphanReason ?? "absent" };
  const facts = judge.good(claim);
  if (facts === undefined) return { ...nobody, orphanReason: "reference_expired" };
  if (owners.get(claim.attemptId) !== tokenId) return { ...nobody, orphanReason: "reference_spent" };
  // It has the attempt all the same: confirmed later, it is its.
  if (facts.waits) return { ...nobody, orphanReason: "second_browser", waitingAttemptId: claim.attemptId };
  const { linkedUserId } = facts;
  return { attemptId: claim.attemptId, linkedUserId, orphanReason: null, waitingAttemptId: null };
}
