"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { LOCALES } from "@/lib/i18n/locale";
import { setLocale } from "@/lib/i18n/preferences";
import { changeOwnPassword, type PasswordChange } from "@/lib/staff/account/own-password";
import { endOtherSessions, endSession, setOwnDetails } from "@/lib/staff/account/own-store";
import { ownNameSchema, passwordSchema } from "@/lib/staff/own-details-schema";
import { trustThisDevice } from "@/lib/staff/sign-in/device-cookie";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

type PasswordProblem = Extract<PasswordChange, { ok: false }>["problem"];

/** Changes the password of whoever asks. @returns how many other sessions that ended */
export const changePassword = staffAction({
  permission: "account:own",
  input: z.object({ current: passwordSchema, next: passwordSchema }),
  run: async ({ staff, scope, runtime }, words): Promise<ActionResult<number, PasswordProblem>> => {
    const changed = await changeOwnPassword(scope, runtime, staff, words);
    if (!changed.ok) return changed;
    await trustThisDevice(staff.staffId);
    refresh();
    return { ok: true, value: changed.ended };
  },
});

/** Saves the name of whoever asks, and the language of their pages and e-mails. */
export const saveOwnDetails = staffAction({
  permission: "account:own",
  input: z.object({ name: ownNameSchema, language: z.enum(LOCALES) }),
  run: async ({ staff, scope, runtime }, { name, language }) => {
    await runtime.database.prisma.$transaction(async (tx) => {
      await setOwnDetails(tx, staff.staffId, { name, mailLanguage: language });
      await recordAudit(scope, tx, runtime.auditKeys, {
        ...entryOf("staff.details_changed", staff.staffId),
        details: { before: staff.name, after: name },
      });
    });
    await setLocale(language);
    refresh();
    return { ok: true, value: "saved" as const };
  },
});

/** Ends one other session of whoever asks. */
export const endOwnSession = staffAction({
  permission: "account:own",
  input: z.object({ sessionId: z.uuid() }),
  run: async ({ staff, scope, runtime }, { sessionId }): Promise<ActionResult<null, "not_found">> => {
    const ended = await runtime.database.prisma.$transaction(async (tx) => {
      if (!(await endSession(tx, staff.staffId, sessionId))) return false;
      await recordAudit(scope, tx, runtime.auditKeys, entryOf("staff.session_ended", staff.staffId));
      return true;
    });
    refresh();
    return ended ? { ok: true, value: null } : { ok: false, problem: "not_found" };
  },
});

/** Ends all other sessions of whoever asks. @returns how many */
export const endOwnOtherSessions = staffAction({
  permission: "account:own",
  input: z.undefined(),
  run: async ({ staff, scope, runtime }) => {
    const ended = await runtime.database.prisma.$transaction(async (tx) => {
      const count = await endOtherSessions(tx, staff.staffId, staff.sessionId);
      const entry = { ...entryOf("staff.session_ended", staff.staffId), details: { count } };
      await recordAudit(scope, tx, runtime.auditKeys, entry);
      return count;
    });
    await trustThisDevice(staff.staffId);
    refresh();
    return { ok: true, value: ended };
  },
});

function entryOf(action: string, targetId: string) {
  return { action, outcome: "done", targetType: "staff", targetId } as const;
}
