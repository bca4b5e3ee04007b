"use server";

import { refresh } from "next/cache";
import { toString as drawQrCode } from "qrcode";
import { z } from "zod";
import type { PasswordRefusal } from "@/lib/staff/account/own-password";
import { ownPasswordSchema } from "@/lib/staff/own-details-schema";
import { assertionSchema } from "@/lib/staff/passkeys/answers";
import { askForPasskey, type PasskeyQuestion } from "@/lib/staff/passkeys/ask-passkey";
import { countFactors, type OwnFactors } from "@/lib/staff/second-factor/factors-store";
import type { FactorRefusal } from "@/lib/staff/second-factor/freshness";
import { giveFactorAgain } from "@/lib/staff/second-factor/give-again";
import { confirmTotp, remakeRecoveryCodes, removeTotp, startTotp } from "@/lib/staff/second-factor/set-up";
import type { FactorProblem } from "@/lib/staff/second-factor/take-factor";
import { totpAddress } from "@/lib/staff/second-factor/totp";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** What an authenticator app reads, shown this one time: as text, and as an image URL of a QR code. */
export interface AppSecret {
  readonly secret: string;
  readonly qr: string;
}

/** Begins to set up an authenticator app. */
export const startApp = staffAction({
  permission: "account:own",
  input: z.object({ password: ownPasswordSchema }),
  run: async (
    { staff, runtime },
    { password },
  ): Promise<ActionResult<AppSecret, PasswordRefusal | FactorRefusal | "already">> => {
    const started = await startTotp(runtime, staff, password);
    if (!started.ok) return started;
    const issuer = runtime.env.ANYTIME_PARTNER_NAME ?? "Anytime Connect";
    const address = totpAddress(started.value, { issuer, email: staff.email });
    const svg = await drawQrCode(address, { type: "svg", margin: 2 });
    const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
    return { ok: true, value: { secret: started.value, qr } };
  },
});

/** Ends it with a first code. @returns the recovery codes, this one time */
export const confirmApp = staffAction({
  permission: "account:own",
  input: z.object({ code: z.string().min(1).max(100) }),
  run: async (
    { staff, scope, runtime },
    { code },
  ): Promise<ActionResult<readonly string[], "wrong_code" | "too_many" | "already">> =>
    confirmTotp(scope, runtime, staff, code),
});

/** Which second factors whoever asks can give again. */
export const askFactors = staffAction({
  permission: "account:own",
  onlyReads: true,
  input: z.undefined(),
  run: async ({ staff, runtime }): Promise<ActionResult<OwnFactors>> => ({
    ok: true,
    value: await countFactors(runtime.database.prisma, staff.staffId),
  }),
});

/** Asks for a passkey of whoever asks, as their second factor. */
export const askOwnPasskey = staffAction({
  permission: "account:own",
  input: z.undefined(),
  run: async ({ staff, runtime }): Promise<ActionResult<PasskeyQuestion, "too_many">> => {
    const question = await askForPasskey(runtime, staff);
    return question === null ? { ok: false, problem: "too_many" } : { ok: true, value: question };
  },
});

/** Gives one's second factor again, for what needs a fresh one. */
export const giveFactor = staffAction({
  permission: "account:own",
  input: z.union([z.object({ code: z.string().min(1).max(100) }), z.object({ passkey: assertionSchema })]),
  run: async ({ staff, scope, runtime }, given): Promise<ActionResult<null, FactorProblem>> =>
    giveFactorAgain(scope, runtime, staff, given),
});

/** Makes new recovery codes of whoever asks. @returns them, this one time */
export const makeNewCodes = staffAction({
  permission: "account:own",
  secondFactor: "fresh",
  input: z.undefined(),
  run: async ({ staff, scope, runtime }): Promise<ActionResult<readonly string[], "no_factor">> => {
    const codes = await remakeRecoveryCodes(scope, runtime, staff);
    return codes === null ? { ok: false, problem: "no_factor" } : { ok: true, value: codes };
  },
});

/**
 * Removes the app of whoever asks, which takes a second factor: with the password alone, whoever took over a
 * session could put one of their own in its place, and reveal tokens by it.
 */
export const removeApp = staffAction({
  permission: "account:own",
  secondFactor: "fresh",
  input: z.object({ password: ownPasswordSchema }),
  run: async ({ staff, scope, runtime }, { password }): Promise<ActionResult<null, PasswordRefusal>> => {
    const removed = await removeTotp(scope, runtime, staff, password);
    if (removed.ok) refresh();
    return removed;
  },
});
