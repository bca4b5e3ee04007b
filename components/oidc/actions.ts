"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { oidcSettings } from "@/lib/oidc-settings";
import type { PasswordRefusal } from "@/lib/staff/account/own-password";
import { startLinking, unlinkIdentity } from "@/lib/staff/oidc/own-identity";
import { passwordSchema } from "@/lib/staff/own-details-schema";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const input = z.object({ password: passwordSchema });

/** Lets whoever asks link their identity: the next way back from the issuer does it. */
export const startOwnLink = staffAction({
  permission: "account:own",
  input,
  run: async (
    { staff, runtime },
    { password },
  ): Promise<ActionResult<null, PasswordRefusal | "second_factor_stale">> =>
    startLinking(runtime, staff, password),
});

/** Removes the identity of whoever asks. */
export const unlinkOwnIdentity = staffAction({
  permission: "account:own",
  input,
  run: async (
    { staff, scope, runtime },
    { password },
  ): Promise<ActionResult<null, PasswordRefusal | "not_set_up">> => {
    const issuer = oidcSettings(runtime.env)?.issuer;
    if (issuer === undefined) return { ok: false, problem: "not_set_up" };
    const removed = await unlinkIdentity(scope, runtime, { ...staff, issuer }, password);
    if (removed.ok) refresh();
    return removed;
  },
});
