import type { AuditKeys } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Assigned } from "./assigned";
import { assignCardsIn } from "./attribution";
import { type FoundPair, findNamedPairs, type NamedPair } from "./named-cards-store";

/** Pairs of one transaction. */
export const MOST_PAIRS = 100;

/** A card that is to be somebody's. With `wholeAccount`, the account's other unattributed cards, and later ones, too. */
export interface NamedAssignment extends NamedPair {
  readonly wholeAccount?: boolean | undefined;
}

/** What became of a pair. */
export const ASSIGNMENT_OUTCOMES = [
  "assigned",
  /** It was theirs before. */
  "unchanged",
  "card_not_found",
  /** Several accounts have a card of this reference. */
  "account_needed",
  "user_not_found",
  /** It belongs to somebody else. */
  "already_assigned",
  /** The card is in an earlier pair. */
  "repeated",
] as const;
export type AssignmentOutcome = (typeof ASSIGNMENT_OUTCOMES)[number];

/** A pair as it was understood, and what becomes of it. */
export interface NamedResult extends Pick<FoundPair, "cardId" | "cardRef" | "userId" | "externalReference"> {
  readonly outcome: AssignmentOutcome;
  /** What changed hands, for undoing no more than that. */
  readonly assigned: Assigned | null;
}

/** Says what would become of each pair, and changes nothing. */
export async function previewNamedCards(
  scope: Scope,
  db: Db,
  siteId: string,
  pairs: readonly NamedAssignment[],
): Promise<NamedResult[]> {
  const seen = new Set<string>();
  const found = await findNamedPairs(scope, db, siteId, pairs);
  return found.map(({ cards, ownerId, ...pair }) => {
    const outcome = outcomeOf({ cards, ownerId, ...pair }, seen);
    if (pair.cardId !== null && cards === 1) seen.add(pair.cardId);
    const isOne = cards === 1;
    return { ...pair, cardId: isOne ? pair.cardId : null, outcome, assigned: null };
  });
}

function outcomeOf(pair: FoundPair, seen: ReadonlySet<string>): AssignmentOutcome {
  if (pair.cards === 0 || pair.cardId === null) return "card_not_found";
  if (pair.cards > 1) return "account_needed";
  if (pair.userId === null) return "user_not_found";
  if (seen.has(pair.cardId)) return "repeated";
  if (pair.ownerId === null) return "assigned";
  return pair.ownerId === pair.userId ? "unchanged" : "already_assigned";
}

/** Assigns cards to people, both by names outside, as the end of a transaction. @returns one result for each pair, in their order */
export async function assignNamedCards(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  siteId: string,
  pairs: readonly NamedAssignment[],
): Promise<NamedResult[]> {
  const planned = await previewNamedCards(scope, tx, siteId, pairs);
  const orders = planned.flatMap(({ outcome, cardId, userId }, place) => {
    const wholeAccount = pairs[place]?.wholeAccount ?? false;
    // A card that is theirs may bring the rest of its account.
    const isOrder = outcome === "assigned" || (outcome === "unchanged" && wholeAccount);
    return isOrder && cardId !== null && userId !== null ? [{ cardId, userId, wholeAccount }] : [];
  });
  const results = await assignCardsIn(scope, tx, keys, orders);
  const byCard = new Map(orders.map(({ cardId }, place) => [cardId, results[place]]));
  return planned.map((one) => {
    const isOrder = one.outcome === "assigned" || one.outcome === "unchanged";
    const result = isOrder ? byCard.get(one.cardId ?? "") : undefined;
    if (result === undefined) return one;
    if (!result.ok) return { ...one, outcome: result.problem };
    // An earlier pair gave the whole account, or somebody was faster.
    const { cardIds, account, userId } = result.assigned;
    const isNew = cardIds.length > 0 || (account !== null && account.ownerBefore !== userId);
    return { ...one, outcome: isNew ? "assigned" : "unchanged", assigned: result.assigned };
  });
}
