"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { endPrevious } from "@/lib/sites/end-credential";
import { rotatePartnerRef, rotateWebhookKey } from "@/lib/sites/rotate";
import { settingsDependencies } from "@/lib/staff/settings-dependencies";
import { type ActionContext, type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** The previous one is still in use: nothing was done, a confirmation is needed. */
export type UsedRecently = { outcome: "used_recently"; lastUsedAt: string };

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

const rotate = staffAction({
  permission: "settings:write",
  input: rotationSchema,
  run: async (context, order): Promise<ActionResult<RotationOutcome>> => {
    const result = await carryOut(context, order);
    if (result.ok && result.value.outcome !== "used_recently") refresh();
    return result;
  },
});

async function carryOut(
  { scope, runtime }: ActionContext,
  order: z.output<typeof rotationSchema>,
): Promise<ActionResult<RotationOutcome>> {
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

type Refused = { problem: "used_recently"; lastUsedAt: Date } | { problem: string; lastUsedAt?: never };

function refuse({ problem, lastUsedAt }: Refused): ActionResult<UsedRecently> {
  if (lastUsedAt === undefined) return { ok: false, problem };
  return { ok: true, value: { outcome: "used_recently", lastUsedAt: lastUsedAt.toISOString() } };
}

const end = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), credentialId: z.uuid(), confirmed: z.boolean() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<{ outcome: "ended" } | UsedRecently>> => {
    const result = await endPrevious(scope, settingsDependencies(runtime), order);
    if (!result.ok) return refuse(result);
    refresh();
    return { ok: true, value: { outcome: "ended" } };
  },
});

/** Creates a new webhook key, or accepts a new partner reference. */
export async function rotateCredential(input: unknown): Promise<ActionResult<RotationOutcome>> {
  return rotate(input);
}

/** Ends a previous key or reference. */
export async function endCredential(
  input: unknown,
): Promise<ActionResult<{ outcome: "ended" } | UsedRecently>> {
  return end(input);
}
