import { cardEvents, type FeedEvent } from "@/lib/live/feed-event";
import type { MadeCard, WrittenPayment } from "./versions-store";

/**
 * What the feed says about payments: those that are new, and those that say something else now.
 *
 * @param refolded those that were folded again afterwards, and came out differently
 */
export function paymentEvents(
  written: readonly WrittenPayment[],
  refolded: readonly WrittenPayment[],
): FeedEvent[] {
  const folded = new Map(refolded.map((payment) => [payment.id, payment]));
  return written.flatMap((payment) => {
    const last = folded.get(payment.id);
    if (!payment.isNew && !payment.isChanged && last === undefined) return [];
    const { siteId, id, cardId, linkedUserId } = payment;
    const type = payment.isNew ? "transaction.created" : "transaction.changed";
    const { status } = last ?? payment;
    return { siteId, type, entityId: id, linkedUserId, cardId, status };
  });
}

/** New cards of an account that has an owner are theirs from the start. */
export function attributionEvents(made: readonly MadeCard[]): FeedEvent[] {
  return made.flatMap(({ id, siteId, linkedUserId }) =>
    linkedUserId === null ? [] : cardEvents(siteId, [id], linkedUserId),
  );
}
