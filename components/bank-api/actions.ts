"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { endKey, type KeyProblem, makeKey } from "@/lib/bank-api/keys";
import { saveReadingSettings } from "@/lib/bank-api/reading-settings";
import { answerSharing } from "@/lib/cards/attribution/sharing";
import { SHARINGS } from "@/lib/cards/attribution/sharing-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Makes a key that calls of the bank's API are signed with. @returns its public part */
export const makeBankKey = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), currentId: z.uuid().nullable() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<string, KeyProblem>> => {
    const made = await makeKey(scope, runtime.database, runtime.auditKeys, order);
    if (!made.ok) return made;
    refresh();
    return { ok: true, value: made.publicPem };
  },
});

/** Ends a key. */
export const endBankKey = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), keyId: z.uuid() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<null, "not_found" | "not_previous">> => {
    const ended = await endKey(scope, runtime.database, runtime.auditKeys, order);
    if (!ended.ok) return ended;
    refresh();
    return { ok: true, value: null };
  },
});

/** Changes what is read, what is kept of it, and how often the bank is called. @returns whether anything changed */
export const saveBankReading = staffAction({
  permission: "settings:write",
  input: z.object({
    siteId: z.uuid(),
    settings: z.object({
      statesBankReading: z.boolean(),
      readsBank: z.boolean(),
      keepsCardHolder: z.boolean(),
      keepsCardBalance: z.boolean(),
      callsPerSecond: z.coerce.number().int().min(1).max(50),
      callsPerDay: z.coerce.number().int().min(1).max(1_000_000),
    }),
  }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<boolean, "not_found">> => {
    const saved = await saveReadingSettings(scope, runtime.database, runtime.auditKeys, order);
    if (!saved.ok) return saved;
    refresh();
    return { ok: true, value: saved.changed };
  },
});

/** Says whose an account is that two linked users have. @returns how many cards changed hands */
export const answerAccount = staffAction({
  permission: "cards:assign",
  input: z.object({ accountId: z.uuid(), sharing: z.enum(SHARINGS) }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<number, "not_asked">> => {
    const answered = await answerSharing(scope, runtime.database, runtime.auditKeys, order);
    if (!answered.ok) return answered;
    refresh();
    return { ok: true, value: answered.moved };
  },
});
