import type { OrphanReason } from "./orphan-reason";
import { compareEvents, type Grant, isUnbelievable, lastOf, splitGrants } from "./token-grants";
import type { Assignment, AttemptFacts, TokenFold, TokenHistoryEvent } from "./token-history";

interface Owner {
  readonly attemptId: string | null;
  readonly linkedUserId: string | null;
  readonly orphanReason: OrphanReason | null;
  /** The attempt it would have once staff confirm its browser. */
  readonly waitingAttemptId: string | null;
}

interface Times {
  /** When its creation first reached us, and the time of that at the bank. */
  readonly grantedAt: Date | null;
  readonly grantedTimestamp: string | null;
  /** When its revocation reached us. */
  readonly revokedAt: Date | null;
}

/** A grant that the bank revoked before it granted the same token again. */
export interface EndedGrant extends Owner, Times {
  /** The latest event about it, at the bank. */
  readonly endedTimestamp: string;
}

/** The state of a token from its whole history: its newest grant, and those before. */
export interface FoldedToken extends Owner, Times {
  readonly tokenId: string;
  readonly state: "active" | "revoked";
  readonly fold: TokenFold;
  readonly ended: readonly EndedGrant[];
}

/** The result of a fold. */
export interface Folded {
  readonly tokens: readonly FoldedToken[];
  /** When the first grant by each link reached us; null if it has none. */
  readonly links: ReadonlyMap<string, Date | null>;
}

const DAY_MS = 86_400_000;

/**
 * Folds whole histories to the state of each token, so that any order, batching and repetition of deliveries ends the
 * same: the greatest (timestamp, created_at) wins, and a revocation wins a tie. An attempt owns one token, the first
 * that named it while it was valid; later ones are unassigned. An attempt stops being valid a day after the first
 * token of its link. A token that is granted again after a revocation belongs to the user that the new grant names.
 *
 * @param events of every token whose state may have changed, and of all tokens that name attempts of the same links
 * @param assigned the users to whom staff assigned tokens: a token assigned to another user claims no attempt
 */
export function foldHistories(
  events: readonly TokenHistoryEvent[],
  attempts: ReadonlyMap<string, AttemptFacts>,
  assigned: ReadonlyMap<string, Assignment> = new Map(),
): Folded {
  const histories = new Map<string, TokenHistoryEvent[]>();
  for (const event of events) histories.set(event.tokenId, [...(histories.get(event.tokenId) ?? []), event]);
  const grants = [...histories].map(([tokenId, history]) => splitGrants(history, assigned.get(tokenId)));
  const judge = makeJudge(grants.flat(), attempts);
  const owners = chooseOwners(grants.flat(), judge);
  const links = new Map<string, Date | null>(
    [...attempts.values()].map(({ sessionId }) => [sessionId, null] as const),
  );
  const tokens = grants.map((ofToken) => {
    const folded = ofToken.map((grant) => {
      const owner = ownerOf(grant, judge, owners);
      noteLink(links, attempts, grant, owner);
      return { ...owner, ...timesOf(grant), last: lastOf(grant) };
    });
    const newest = folded.at(-1);
    if (newest === undefined) throw new Error("a token without history");
    const { last, ...facts } = newest;
    const ahead = earliest(ofToken.flatMap(({ words }) => words.filter(({ waits }) => waits)));
    const revoked = last.name === "token_revoked" || ahead !== null;
    const state: FoldedToken["state"] = revoked ? "revoked" : "active";
    const ended = folded.slice(0, -1).map(({ last: { fold }, ...grant }) => {
      return { ...grant, endedTimestamp: fold.timestamp };
    });
    const revokedAt = facts.revokedAt ?? ahead;
    return { ...facts, revokedAt, tokenId: last.tokenId, state, fold: last.fold, ended };
  });
  return { tokens, links };
}

/** The same, for callers that need only tokens. */
export function foldTokens(...order: Parameters<typeof foldHistories>): readonly FoldedToken[] {
  return foldHistories(...order).tokens;
}

function timesOf({ words }: Grant): Times {
  const creations = words.filter((word) => word.name === "token_created");
  const first = creations.find((word) => !isUnbelievable(word)) ?? creations[0];
  const last = words.at(-1);
  return {
    grantedAt: earliest(creations),
    grantedTimestamp: first?.fold.timestamp ?? null,
    revokedAt: last?.name === "token_revoked" ? last.receivedAt : null,
  };
}

function earliest(words: readonly TokenHistoryEvent[]): Date | null {
  return words.length === 0
    ? null
    : new Date(Math.min(...words.map(({ receivedAt }) => receivedAt.getTime())));
}

/** A link is completed once both are known: that a token was granted, and that it names the link. */
function noteLink(
  links: Map<string, Date | null>,
  attempts: ReadonlyMap<string, AttemptFacts>,
  { words }: Grant,
  { attemptId }: Owner,
): void {
  const facts = attemptId === null ? undefined : attempts.get(attemptId);
  const granted = earliest(words.filter((word) => word.name === "token_created"));
  const named = earliest(words.filter((word) => word.attemptId === attemptId));
  if (facts === undefined || granted === null || named === null) return;
  const at = new Date(Math.max(granted.getTime(), named.getTime()));
  const before = links.get(facts.sessionId) ?? null;
  if (before === null || at < before) links.set(facts.sessionId, at);
}

/** What a delivery names. */
interface Judge {
  /** The attempt that it may have; undefined if it came too late or belongs to another token. */
  good(event: TokenHistoryEvent, grant: Grant): AttemptFacts | undefined;
}

function makeJudge(grants: readonly Grant[], attempts: ReadonlyMap<string, AttemptFacts>): Judge {
  const inTime = (event: TokenHistoryEvent, { givenTo }: Grant): AttemptFacts | undefined => {
    const facts = event.attemptId === null ? undefined : attempts.get(event.attemptId);
    if (facts === undefined || event.receivedAt > facts.goodUntil) return undefined;
    return givenTo === null || givenTo === facts.linkedUserId ? facts : undefined;
  };
  // From the first token of a link on, its other references work for one more day.
  const completed = new Map<string, number>();
  for (const grant of grants) {
    for (const event of grant.words) {
      const facts = inTime(event, grant);
      if (facts === undefined || facts.waits) continue;
      const at = event.receivedAt.getTime();
      completed.set(facts.sessionId, Math.min(at, completed.get(facts.sessionId) ?? at));
    }
  }
  return {
    good: (event, grant) => {
      const facts = inTime(event, grant);
      const since = facts === undefined ? undefined : completed.get(facts.sessionId);
      return since !== undefined && event.receivedAt.getTime() > since + DAY_MS ? undefined : facts;
    },
  };
}

/**
 * The event by which a grant claims an attempt: one in time before one too late, its creation before its revocation,
 * and an untrusted one only if there is nothing else.
 */
function claimOf(grant: Grant, judge: Judge): TokenHistoryEvent | undefined {
  const late = (event: TokenHistoryEvent) => Number(judge.good(event, grant) === undefined);
  return grant.words
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

/** For each attempt, the token that may have it. */
function chooseOwners(grants: readonly Grant[], judge: Judge): Map<string, string> {
  const claims = grants.flatMap((grant) => {
    const claim = claimOf(grant, judge);
    return claim !== undefined && judge.good(claim, grant) !== undefined ? [claim] : [];
  });
  const owners = new Map<string, string>();
  for (const claim of claims.toSorted(compareClaims)) {
    if (claim.attemptId !== null && !owners.has(claim.attemptId)) owners.set(claim.attemptId, claim.tokenId);
  }
  return owners;
}

function ownerOf(grant: Grant, judge: Judge, owners: ReadonlyMap<string, string>): Owner {
  const claim = claimOf(grant, judge) ?? grant.words[0];
  const owner = claimedOwner(claim, grant, judge, owners);
  // An assignment by staff always wins, whatever arrives in whatever order.
  return grant.givenTo === null
    ? owner
    : { ...owner, linkedUserId: grant.givenTo, orphanReason: null, waitingAttemptId: null };
}

function claimedOwner(
  claim: TokenHistoryEvent | undefined,
  grant: Grant,
  judge: Judge,
  owners: ReadonlyMap<string, string>,
): Owner {
  const nobody = { attemptId: null, linkedUserId: null, waitingAttemptId: null };
  if (claim === undefined || claim.attemptId === null)
    return { ...nobody, orphanReason: claim?.orphanReason ?? "absent" };
  const facts = judge.good(claim, grant);
  if (facts === undefined) return { ...nobody, orphanReason: "reference_expired" };
  if (owners.get(claim.attemptId) !== claim.tokenId) return { ...nobody, orphanReason: "reference_spent" };
  // It still has the attempt: once confirmed, it owns it.
  if (facts.waits) return { ...nobody, orphanReason: "second_browser", waitingAttemptId: claim.attemptId };
  const { linkedUserId } = facts;
  return { attemptId: claim.attemptId, linkedUserId, orphanReason: null, waitingAttemptId: null };
}
