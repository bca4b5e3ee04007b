import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { deriveOwners } from "@/lib/cards/versions/account-owners-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { cardEvents } from "@/lib/live/feed-event";
import { publish } from "@/lib/live/publish";
import { findOwner, lockCard, setAccountOwner, setCardOwner } from "./attribution-store";

/** How many cards changed hands, or why none did. */
export type AssignResult<Problem extends string> =
  | { ok: true; cards: number }
  | { ok: false; problem: Problem };

/**
 * Assigns a card to a linked user; its past and future transactions follow. With `wholeAccount`, the account's other
 * unattributed cards are assigned too, and so will be cards that appear later.
 *
 * @returns how many cards were assigned; `already_assigned` if somebody else was faster
 */
export async function assignCard(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  input: { cardId: string; userId: string; wholeAccount: boolean },
): Promise<AssignResult<"card_not_found" | "user_not_found" | "already_assigned">> {
  return database.prisma.$transaction(async (tx) => {
    const card = await lockCard(scope, tx, input.cardId);
    if (card === null) return { ok: false, problem: "card_not_found" };
    if (card.linkedUserId !== null && card.linkedUserId !== input.userId) {
      return { ok: false, problem: "already_assigned" };
    }
    const owner = await findOwner(scope, tx, input.userId, card.siteId);
    if (owner === null) return { ok: false, problem: "user_not_found" };
    await setCardOwner(scope, tx, card.id, owner.id);
    const others = input.wholeAccount ? await setAccountOwner(scope, tx, card.accountId, owner.id) : [];
    const cards = [...new Set([card.id, ...others])];
    const moved = card.linkedUserId === owner.id ? others : cards;
    await deriveOwners(scope, tx, [card.accountId]);
    await recordAudit(scope, tx, keys, {
      action: "card.assign",
      outcome: "done",
      siteId: card.siteId,
      targetType: "card",
      targetId: card.id,
      subjectId: owner.id,
      details: { userId: owner.id, wholeAccount: input.wholeAccount, cards: cards.length },
    });
    await publish(scope, tx, [
      ...cards.map((id) => ({ siteId: card.siteId, kind: "card" as const, entityId: id })),
      ...cardEvents(card.siteId, moved, owner.id),
    ]);
    return { ok: true, cards: cards.length };
  });
}

/** Removes the owner of a card: it returns to the unattributed cards, with all its transactions. */
export async function unassignCard(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  cardId: string,
): Promise<AssignResult<"card_not_found">> {
  return database.prisma.$transaction(async (tx) => {
    const card = await lockCard(scope, tx, cardId);
    if (card === null) return { ok: false, problem: "card_not_found" };
    await setCardOwner(scope, tx, card.id, null);
    await deriveOwners(scope, tx, [card.accountId]);
    await recordAudit(scope, tx, keys, {
      action: "card.unassign",
      outcome: "done",
      siteId: card.siteId,
      targetType: "card",
      targetId: card.id,
      subjectId: card.linkedUserId,
      details: { userId: card.linkedUserId },
    });
    await publish(scope, tx, [
      { siteId: card.siteId, kind: "card", entityId: card.id },
      ...cardEvents(card.siteId, [card.id], null),
    ]);
    return { ok: true, cards: 1 };
  });
}
