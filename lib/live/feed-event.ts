/** What the partner's backend is told about. */
export const FEED_TYPES = [
  "linked_user.linked",
  "linked_user.revoked",
  "transaction.created",
  "transaction.changed",
  "card.attributed",
  "incident.opened",
  "incident.resolved",
] as const;
export type FeedType = (typeof FEED_TYPES)[number];

/** One event of the feed. It has ids and a status, never a secret and nothing of a payload. */
export interface FeedEvent {
  readonly siteId: string;
  readonly type: FeedType;
  /** The linked user, the payment, the card or the incident. */
  readonly entityId: string;
  readonly linkedUserId: string | null;
  readonly cardId: string | null;
  /** A user's state, the bank's letter of a payment, an incident's kind; null for cards. */
  readonly status: string | null;
}

/** What a new owner of cards is to the feed; null for none. */
export function cardEvents(
  siteId: string,
  cardIds: readonly string[],
  linkedUserId: string | null,
): FeedEvent[] {
  return [...new Set(cardIds)].map((id) => ({
    siteId,
    type: "card.attributed",
    entityId: id,
    linkedUserId,
    cardId: id,
    status: null,
  }));
}
