"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import {
  type AssignTokenResult,
  assignToken,
  confirmToken,
  takeTokenBack,
} from "@/lib/links/tokens/assign-token";
import { type Revealed, revealToken } from "@/lib/staff/reveal/reveal-token";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Why a token was not assigned or confirmed, or its assignment not undone. */
export type TokenProblem = Extract<AssignTokenResult, { ok: false }>["problem"];

const oneSchema = z.object({ tokenId: z.uuid() });

function toResult(result: AssignTokenResult): ActionResult<null, TokenProblem> {
  if (!result.ok) return result;
  refresh();
  return { ok: true, value: null };
}

/** Assigns an unassigned token to a linked user. */
export const assignTokenAction = staffAction({
  permission: "tokens:assign",
  input: oneSchema.extend({ userId: z.uuid() }),
  run: async ({ scope, runtime }, order) =>
    toResult(await assignToken(scope, runtime.database, runtime.auditKeys, order)),
});

/** Confirms a token from a second browser. */
export const confirmTokenAction = staffAction({
  permission: "tokens:confirm",
  input: oneSchema,
  run: async ({ scope, runtime }, { tokenId }) =>
    toResult(await confirmToken(scope, runtime.database, runtime.auditKeys, tokenId)),
});

/** Undoes the assignment of a token. */
export const takeTokenBackAction = staffAction({
  permission: "tokens:assign",
  input: oneSchema,
  run: async ({ scope, runtime }, { tokenId }) =>
    toResult(await takeTokenBack(scope, runtime.database, runtime.auditKeys, tokenId)),
});

/** The token of a linked user, for a minute of one person. It comes in this answer and nowhere else. */
export const revealTokenAction = staffAction({
  permission: "tokens:reveal",
  secondFactor: "fresh",
  input: oneSchema.extend({ reason: z.string().trim().min(10).max(500) }),
  run: async ({ scope, runtime }, order): Promise<Revealed> => revealToken(scope, runtime, order),
});
