import { compareDecimals } from "@/lib/anytime/values/compare-decimals";
import type { Assignment, TokenHistoryEvent } from "./token-history";

/** The events of a token from one grant at the bank to the revocation that ended it. */
export interface Grant {
  /** In the bank's order. */
  readonly words: readonly TokenHistoryEvent[];
  /** The user to whom staff assigned the token under this grant. */
  readonly givenTo: string | null;
}

/**
 * Splits a token's history where it was granted again after a revocation: the bank can issue the same token twice, and
 * what the first grant named says nothing about the second.
 *
 * @param assigned applies to the newest grant that had begun to reach us when staff decided
 */
export function splitGrants(
  history: readonly TokenHistoryEvent[],
  assigned: Assignment | undefined,
): readonly Grant[] {
  const grants: TokenHistoryEvent[][] = [];
  let over = true;
  for (const word of history.toSorted(compareEvents)) {
    const created = word.name === "token_created";
    if (grants.length === 0 || (over && created)) grants.push([]);
    grants.at(-1)?.push(word);
    // An untrusted event comes first in this order, and ends nothing.
    over = !created && !isUnbelievable(word);
  }
  const given = grants.findLast((words) =>
    words.some(({ receivedAt }) => assigned && receivedAt <= assigned.at),
  );
  return grants.map((words) => ({ words, givenTo: words === given ? (assigned?.userId ?? null) : null }));
}

/** Orders two events about one token: the later one wins. */
export function compareEvents(left: TokenHistoryEvent, right: TokenHistoryEvent): number {
  return (
    compareDecimals(left.fold.timestamp, right.fold.timestamp) ||
    left.fold.createdAt.getTime() - right.fold.createdAt.getTime() ||
    Number(left.name === "token_revoked") - Number(right.name === "token_revoked") ||
    Buffer.compare(left.fold.digest, right.fold.digest)
  );
}

/** An event too far in the future to be trusted has a negative timestamp. */
export function isUnbelievable(event: TokenHistoryEvent): boolean {
  return event.fold.timestamp.startsWith("-");
}

/** The latest event of a grant. */
export function lastOf({ words }: Grant): TokenHistoryEvent {
  const last = words.at(-1);
  if (last === undefined) throw new Error("a grant without words");
  return last;
}
