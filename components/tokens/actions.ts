"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import {
  type AssignTokenResult,
  assignToken,
  confirmToken,
  takeTokenBack,
} from "@/lib/links/tokens/assign-token";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const oneSchema = z.object({ tokenId: z.uuid() });

function toResult(result: AssignTokenResult): ActionResult<null> {
  if (!result.ok) return result;
  refresh();
  return { ok: true, value: null };
}

const assign = staffAction({
  permission: "users:write",
  input: oneSchema.extend({ userId: z.uuid() }),
  run: async ({ scope, runtime }, order) =>
    toResult(await assignToken(scope, runtime.database, runtime.auditKeys, order)),
});

const confirm = staffAction({
  permission: "users:write",
  input: oneSchema,
  run: async ({ scope, runtime }, { tokenId }) =>
    toResult(await confirmToken(scope, runtime.database, runtime.auditKeys, tokenId)),
});

const takeBack = staffAction({
  permission: "users:write",
  input: oneSchema,
  run: async ({ scope, runtime }, { tokenId }) =>
    toResult(await takeTokenBack(scope, runtime.database, runtime.auditKeys, tokenId)),
});

/** Assigns an unassigned token to a linked user. */
export async function assignTokenAction(input: unknown): Promise<ActionResult<null>> {
  return assign(input);
}

/** Confirms a token from a second browser. */
export async function confirmTokenAction(input: unknown): Promise<ActionResult<null>> {
  return confirm(input);
}

/** Undoes the assignment of a token. */
export async function takeTokenBackAction(input: unknown): Promise<ActionResult<null>> {
  return takeBack(input);
}
