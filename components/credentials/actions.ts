"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { endPrevious, type Standing } from "@/lib/sites/credentials/end-credential";
import { type KeyRotation, rotatePartnerRef, rotateWebhookKey } from "@/lib/sites/credentials/rotate";
import { settingsDependencies } from "@/lib/staff/settings-dependencies";
import { type ActionContext, type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** The previous one is still in use: nothing was done, a confirmation is needed. */
export type UsedRecently = { outcome: "used_recently"; lastUsedAt: string };

type NotRotated = Extract<KeyRotation, { ok: false }>;

/** Why nothing was rotated. */
export type RotationProblem = Exclude<NotRotated, Standing>["problem"];

/** The result of a rotation. A callback URL is returned only this once. */
export type RotationOutcome =
  | { outcome: "new_key"; callbackUrl: string }
  | { outcome: "new_reference"; isPublic: boolean }
  | UsedRecently;

const common = {
  siteId: z.uuid(),
  currentId: z.uuid(),
  replace: z.enum(["nothing", "previous", "unused_current"]),
  confirmed: z.boolean(),
};
const rotationSchema = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("webhook_key") }),
  z.object({ ...common, kind: z.literal("partner_ref"), partnerRef: z.string().trim().max(500) }),
]);

/** Creates a new webhook key, or accepts a new partner reference. */
export const rotateCredential = staffAction({
  permission: "settings:write",
  input: rotationSchema,
  run: async (context, order) => {
    const result = await carryOut(context, order);
    if (result.ok && result.value.outcome !== "used_recently") refresh();
    return result;
  },
});

async function carryOut(
  { scope, runtime }: ActionContext,
  order: z.output<typeof rotationSchema>,
): Promise<ActionResult<RotationOutcome, RotationProblem>> {
  const deps = settingsDependencies(runtime);
  if (order.kind === "partner_ref") {
    const result = await rotatePartnerRef(scope, deps, order);
    return result.ok
      ? { ok: true, value: { outcome: "new_reference", isPublic: result.isPublic } }
      : refuse(result);
  }
  const result = await rotateWebhookKey(scope, deps, order);
  if (!result.ok) return refuse(result);
  const callbackUrl = `${runtime.env.APP_URL}/api/webhooks/anytime/${result.webhookKey}`;
  return { ok: true, value: { outcome: "new_key", callbackUrl } };
}

function refuse(result: NotRotated): ActionResult<UsedRecently, RotationProblem> {
  return result.problem === "used_recently" ? askAgain(result) : result;
}

function askAgain({ lastUsedAt }: Standing): ActionResult<UsedRecently> {
  return { ok: true, value: { outcome: "used_recently", lastUsedAt: lastUsedAt.toISOString() } };
}

/** The result of ending a previous key or reference. */
export type EndOutcome = { outcome: "ended" } | UsedRecently;

/** Ends a previous key or reference. */
export const endCredential = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), credentialId: z.uuid(), confirmed: z.boolean() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<EndOutcome, "not_found">> => {
    const result = await endPrevious(scope, settingsDependencies(runtime), order);
    if (!result.ok) return result.problem === "used_recently" ? askAgain(result) : result;
    refresh();
    return { ok: true, value: { outcome: "ended" } };
  },
});
