"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { ownPasswordSchema } from "@/lib/staff/own-details-schema";
import { attestationSchema } from "@/lib/staff/passkeys/answers";
import { removePasskey, renamePasskey } from "@/lib/staff/passkeys/own-passkeys";
import { addPasskey, type PasskeyOrder, startPasskey } from "@/lib/staff/passkeys/register";
import { trustThisDevice } from "@/lib/staff/sign-in/device-cookie";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

type StartProblem = Extract<Awaited<ReturnType<typeof startPasskey>>, { ok: false }>["problem"];
type AddProblem = Extract<Awaited<ReturnType<typeof addPasskey>>, { ok: false }>["problem"];

/** What a person calls a passkey: one line, of letters that can be shown and stored. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);

/** Begins with a passkey of whoever asks. */
export const startOwnPasskey = staffAction({
  permission: "account:own",
  input: z.object({ password: ownPasswordSchema.nullable() }),
  run: async ({ staff, runtime }, { password }): Promise<ActionResult<PasskeyOrder, StartProblem>> =>
    startPasskey(runtime, staff, password),
});

/** Ends it with what their authenticator made. @returns recovery codes, if it is their first second factor */
export const addOwnPasskey = staffAction({
  permission: "account:own",
  input: z.object({ name: nameSchema, attestation: attestationSchema }),
  run: async ({ staff, scope, runtime }, made): Promise<ActionResult<readonly string[], AddProblem>> => {
    const added = await addPasskey(scope, runtime, staff, made);
    // The first one ended the trust in all devices.
    if (added.ok && added.value.length > 0) await trustThisDevice(staff.staffId);
    return added;
  },
});

/** Gives a passkey of whoever asks another name. */
export const renameOwnPasskey = staffAction({
  permission: "account:own",
  input: z.object({ id: z.uuid(), name: nameSchema }),
  run: async ({ staff, scope, runtime }, change): Promise<ActionResult<null, "not_found">> => {
    const renamed = await renamePasskey(scope, runtime, staff, change);
    refresh();
    return renamed ? { ok: true, value: null } : { ok: false, problem: "not_found" };
  },
});

/** Removes a passkey of whoever asks. */
export const removeOwnPasskey = staffAction({
  permission: "account:own",
  secondFactor: "fresh",
  input: z.object({ id: z.uuid() }),
  run: async ({ staff, scope, runtime }, { id }): Promise<ActionResult<null, "not_found">> => {
    const removed = await removePasskey(scope, runtime, staff, id);
    refresh();
    return removed ? { ok: true, value: null } : { ok: false, problem: "not_found" };
  },
});
