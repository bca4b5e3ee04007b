"use server";

import { z } from "zod";
import type { Assigned } from "@/lib/cards/attribution/assigned";
import { assignCard, assignCards, unassignCard, undoAssign } from "@/lib/cards/attribution/attribution";
import { type FreeCard, listFreeCards } from "@/lib/cards/attribution/free-cards-store";
import { reaches } from "@/lib/db/access/scope";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** A linked user that a card or a token can be assigned to. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly externalReference: string | null;
  readonly state: string;
}

const MAX_CANDIDATES = 20;
const MOST_AT_ONCE = 100;

const orderSchema = z.object({ cardId: z.uuid(), userId: z.uuid(), wholeAccount: z.boolean() });
const assignedSchema = z.object({
  userId: z.uuid(),
  cardIds: z.array(z.uuid()).max(1_000),
  account: z.object({ id: z.uuid(), ownerBefore: z.uuid().nullable() }).nullable(),
});

/** Assigns a card, and its whole account if asked, to a linked user. */
export const assignCardAction = staffAction({
  permission: "cards:assign",
  input: orderSchema,
  run: async ({ scope, runtime }, input) => {
    const result = await assignCard(scope, runtime.database, runtime.auditKeys, input);
    return result.ok ? { ok: true, value: [result.assigned] } : result;
  },
});

/** Assigns several cards at once. @returns what changed hands; the others were gone or somebody else's by then */
export const assignCardsAction = staffAction({
  permission: "cards:assign",
  input: z.object({ orders: z.array(orderSchema).min(1).max(MOST_AT_ONCE) }),
  run: async ({ scope, runtime }, { orders }): Promise<ActionResult<Assigned[]>> => {
    const results = await assignCards(scope, runtime.database, runtime.auditKeys, orders);
    return { ok: true, value: results.flatMap((result) => (result.ok ? [result.assigned] : [])) };
  },
});

/** Undoes assignments, as far as nobody has changed them since. */
export const undoAssignAction = staffAction({
  permission: "cards:assign",
  input: z.object({ done: z.array(assignedSchema).max(MOST_AT_ONCE) }),
  run: async ({ scope, runtime }, { done }): Promise<ActionResult<number, "changed_since">> => {
    const count = await undoAssign(scope, runtime.database, runtime.auditKeys, done);
    return count === 0 ? { ok: false, problem: "changed_since" } : { ok: true, value: count };
  },
});

/** Removes the owner of a card. @returns whose it was */
export const unassignCardAction = staffAction({
  permission: "cards:assign",
  input: z.object({ cardId: z.uuid() }),
  run: async ({ scope, runtime }, { cardId }): Promise<ActionResult<string | null, "card_not_found">> => {
    const result = await unassignCard(scope, runtime.database, runtime.auditKeys, cardId);
    return result.ok ? { ok: true, value: result.userId } : result;
  },
});

/** Searches the cards without an owner that may be a linked user's. */
export const findFreeCards = staffAction({
  permission: "cards:assign",
  onlyReads: true,
  input: z.object({ userId: z.uuid(), q: z.string().trim().max(100) }),
  run: async ({ scope, runtime }, asked): Promise<ActionResult<FreeCard[]>> => ({
    ok: true,
    value: await listFreeCards(scope, runtime.database.prisma, { ...asked, limit: MAX_CANDIDATES }),
  }),
});

/** Searches the linked users of a site. */
export const searchCandidates = staffAction({
  permission: "users:read",
  onlyReads: true,
  input: z.object({ siteId: z.uuid(), q: z.string().trim().max(100) }),
  run: async ({ scope, runtime }, { siteId, q }): Promise<ActionResult<Candidate[]>> => {
    if (!reaches(scope, siteId)) return { ok: true, value: [] };
    const ofSite = { ...scope, sites: [siteId] };
    if (q !== "") runtime.sights.searched(ofSite);
    return { ok: true, value: await findUsers(ofSite, runtime.database.prisma, q, MAX_CANDIDATES) };
  },
});
