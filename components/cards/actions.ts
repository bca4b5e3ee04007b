"use server";

import { z } from "zod";
import { type AssignResult, assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { type FreeCard, listFreeCards } from "@/lib/cards/attribution/free-cards-store";
import { reaches } from "@/lib/db/access/scope";
import { findUsers } from "@/lib/links/users/find-users-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** A linked user that a card or a token can be assigned to. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly externalReference: string | null;
  readonly state: string;
}

const MAX_CANDIDATES = 20;

function toResult<Problem extends string>(result: AssignResult<Problem>): ActionResult<number, Problem> {
  return result.ok ? { ok: true, value: result.cards } : result;
}

/** Assigns a card, and its whole account if asked, to a linked user. */
export const assignCardAction = staffAction({
  permission: "cards:assign",
  input: z.object({ cardId: z.uuid(), userId: z.uuid(), wholeAccount: z.boolean() }),
  run: async ({ scope, runtime }, input) =>
    toResult(await assignCard(scope, runtime.database, runtime.auditKeys, input)),
});

/** Removes the owner of a card. */
export const unassignCardAction = staffAction({
  permission: "cards:assign",
  input: z.object({ cardId: z.uuid() }),
  run: async ({ scope, runtime }, { cardId }) =>
    toResult(await unassignCard(scope, runtime.database, runtime.auditKeys, cardId)),
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
  permission: "cards:assign",
  onlyReads: true,
  input: z.object({ siteId: z.uuid(), q: z.string().trim().max(100) }),
  run: async ({ scope, runtime }, { siteId, q }): Promise<ActionResult<Candidate[]>> => {
    if (!reaches(scope, siteId)) return { ok: true, value: [] };
    const ofSite = { ...scope, sites: [siteId] };
    return { ok: true, value: await findUsers(ofSite, runtime.database.prisma, q, MAX_CANDIDATES) };
  },
});
