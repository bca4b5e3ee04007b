import { type AuditKeys, type AuditRecord, recordAudit } from "@/lib/audit/record";
import { deriveOwners } from "@/lib/cards/versions/account-owners-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { cardEvents } from "@/lib/live/feed-event";
import { type Change, publish } from "@/lib/live/publish";
import type { Assigned, AssignOrder } from "./assigned";
import {
  findOwner,
  lockAccountsOf,
  lockCard,
  releaseCards,
  setAccountOwner,
  setCardOwner,
} from "./attribution-store";

type AssignProblem = "card_not_found" | "user_not_found" | "already_assigned";

/** What changed hands, or why nothing did. */
export type AssignResult = { ok: true; assigned: Assigned } | { ok: false; problem: AssignProblem };

/**
 * Assigns a card to a linked user; its past and future transactions follow.
 *
 * @returns `already_assigned` if somebody else was faster
 */
export async function assignCard(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: AssignOrder,
): Promise<AssignResult> {
  const [result] = await assignCards(scope, database, keys, [order]);
  return result ?? { ok: false, problem: "card_not_found" };
}

/** Assigns several cards at once. @returns one result for each order, in their order */
export async function assignCards(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  orders: readonly AssignOrder[],
): Promise<AssignResult[]> {
  return database.prisma.$transaction((tx) => assignCardsIn(scope, tx, keys, orders));
}

/** The same, as the end of a transaction. */
export async function assignCardsIn(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  orders: readonly AssignOrder[],
): Promise<AssignResult[]> {
  // Accounts, then cards are locked in the order of their ids: of two people who assign the same ones, one waits for the
  // other. The audit trail comes after all of them, because whoever waits for it may hold a card.
  const sorted = [...orders].sort((left, right) => (left.cardId < right.cardId ? -1 : 1));
  await lockAccountsOf(
    scope,
    tx,
    sorted.map(({ cardId }) => cardId),
  );
  const carriedOut = new Map<string, CarriedOut>();
  for (const order of sorted) carriedOut.set(order.cardId, await carryOut(scope, tx, order));
  const done = sorted.map(({ cardId }) => carriedOut.get(cardId));
  for (const one of done) if (one?.ok === true) await recordAudit(scope, tx, keys, one.record);
  await publish(
    scope,
    tx,
    done.flatMap((one) => (one?.ok === true ? one.changes : [])),
  );
  return orders.map(({ cardId }) => toResult(carriedOut.get(cardId)));
}

function toResult(one: CarriedOut | undefined): AssignResult {
  if (one === undefined) return { ok: false, problem: "card_not_found" };
  return one.ok ? { ok: true, assigned: one.assigned } : one;
}

type CarriedOut =
  | { ok: true; assigned: Assigned; record: AuditRecord; changes: readonly Change[] }
  | { ok: false; problem: AssignProblem };

async function carryOut(scope: Scope, tx: Db, order: AssignOrder): Promise<CarriedOut> {
  const card = await lockCard(scope, tx, order.cardId);
  if (card === null) return { ok: false, problem: "card_not_found" };
  if (card.linkedUserId !== null && card.linkedUserId !== order.userId)
    return { ok: false, problem: "already_assigned" };
  const owner = await findOwner(scope, tx, order.userId, card.siteId);
  if (owner === null) return { ok: false, problem: "user_not_found" };
  await setCardOwner(scope, tx, card.id, owner.id);
  const given = order.wholeAccount
    ? await setAccountOwner(scope, tx, card.accountId, owner.id, "unowned")
    : null;
  const cards = [...new Set([...(card.linkedUserId === null ? [card.id] : []), ...(given?.cardIds ?? [])])];
  await deriveOwners(scope, tx, [card.accountId]);
  const record: AuditRecord = {
    action: "card.assign",
    outcome: "done",
    siteId: card.siteId,
    targetType: "card",
    targetId: card.id,
    subjectId: owner.id,
    details: { userId: owner.id, wholeAccount: order.wholeAccount, cards: Math.max(cards.length, 1) },
  };
  const changes: Change[] = [
    { siteId: card.siteId, kind: "card", entityId: card.id },
    ...cardChanges(card.siteId, cards, owner.id),
  ];
  const account = given === null ? null : { id: card.accountId, ownerBefore: given.ownerBefore };
  return { ok: true, assigned: { userId: owner.id, cardIds: cards, account }, record, changes };
}

/** Undoes assignments, as far as nobody has changed them since. @returns how many cards went back */
export async function undoAssign(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  done: readonly Assigned[],
): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    await lockAccountsOf(
      scope,
      tx,
      done.flatMap(({ cardIds }) => cardIds),
    );
    const undone = [];
    for (const { userId, ...rest } of done) {
      const released = await releaseCards(scope, tx, { userId, ...rest });
      await deriveOwners(scope, tx, [...new Set(released.map(({ accountId }) => accountId))]);
      undone.push({ userId, released });
    }
    for (const { userId, released } of undone) {
      const [first] = released;
      if (first === undefined) continue;
      await recordAudit(scope, tx, keys, {
        action: "card.assign_undone",
        outcome: "done",
        siteId: first.siteId,
        targetType: "card",
        targetId: first.id,
        subjectId: userId,
        details: { userId, cards: released.length },
      });
    }
    const released = undone.flatMap((one) => one.released);
    await publish(
      scope,
      tx,
      released.flatMap(({ id, siteId }) => cardChanges(siteId, [id], null)),
    );
    return released.length;
  });
}

/** What open pages and the partner's backend are told of cards that changed hands. */
function cardChanges(siteId: string, ids: readonly string[], owner: string | null): Change[] {
  return [
    ...ids.map((id) => ({ siteId, kind: "card" as const, entityId: id })),
    ...cardEvents(siteId, ids, owner),
  ];
}

/**
 * Removes the owner of a card: it returns to the unattributed cards, with all its transactions.
 *
 * @returns whose it was
 */
export async function unassignCard(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  cardId: string,
): Promise<{ ok: true; userId: string | null } | { ok: false; problem: "card_not_found" }> {
  return database.prisma.$transaction(async (tx) => {
    await lockAccountsOf(scope, tx, [cardId]);
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
    await publish(scope, tx, cardChanges(card.siteId, [card.id], null));
    return { ok: true, userId: card.linkedUserId };
  });
}
