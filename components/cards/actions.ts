"use server";

import { z } from "zod";
import { type AssignResult, assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { searchLinkedUsers } from "@/lib/links/users/users-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** A user to whom a card can be assigned. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly externalReference: string | null;
  readonly state: string;
}

const MAX_CANDIDATES = 20;

const assign = staffAction({
  permission: "cards:assign",
  input: z.object({ cardId: z.uuid(), userId: z.uuid(), wholeAccount: z.boolean() }),
  run: async ({ scope, runtime }, input) =>
    toResult(await assignCard(scope, runtime.database, runtime.auditKeys, input)),
});

const unassign = staffAction({
  permission: "cards:assign",
  input: z.object({ cardId: z.uuid() }),
  run: async ({ scope, runtime }, { cardId }) =>
    toResult(await unassignCard(scope, runtime.database, runtime.auditKeys, cardId)),
});

const search = staffAction({
  permission: "cards:assign",
  input: z.object({ siteId: z.uuid(), q: z.string().trim().max(100) }),
  run: async ({ scope, runtime }, { siteId, q }): Promise<ActionResult<Candidate[]>> => {
    const value = await searchLinkedUsers(scope, runtime.database.prisma, siteId, q, MAX_CANDIDATES);
    return { ok: true, value };
  },
});

function toResult(result: AssignResult): ActionResult<number> {
  return result.ok ? { ok: true, value: result.cards } : result;
}

/** Assigns a card, and its account if asked, to a linked user. */
export async function assignCardAction(input: unknown): Promise<ActionResult<number>> {
  return assign(input);
}

/** Removes the owner of a card. */
export async function unassignCardAction(input: unknown): Promise<ActionResult<number>> {
  return unassign(input);
}

/** Finds users to whom a card can be assigned. */
export async function searchCandidates(input: unknown): Promise<ActionResult<Candidate[]>> {
  return search(input);
}
