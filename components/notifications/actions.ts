"use server";

import { z } from "zod";
import { countTry } from "@/lib/db/rate-limit";
import { LOCALES } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import { saveSubscription } from "@/lib/incidents/incidents-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const MOST_TESTS = 5;

/** Saves whether a member of staff wants e-mails about outages, and in which language. */
export const saveNotifications = staffAction({
  permission: "overview:read",
  input: z.object({ outageMails: z.boolean(), mailLanguage: z.enum(LOCALES) }),
  run: async ({ scope, runtime }, choice) => {
    await saveSubscription(scope, runtime.database.prisma, choice);
    return { ok: true, value: "saved" as const };
  },
});

/** Sends a test e-mail to whoever asks for it. */
export const sendTestMail = staffAction({
  permission: "overview:read",
  input: z.object({ mailLanguage: z.enum(LOCALES) }),
  run: async (
    { staff, runtime },
    { mailLanguage },
  ): Promise<ActionResult<"sent", "not_set" | "too_many" | "not_sent">> => {
    const { mailer, database, env } = runtime;
    if (mailer === null) return { ok: false, problem: "not_set" };
    if (!(await countTry(database.prisma, `test mail ${staff.staffId}`, MOST_TESTS)))
      return { ok: false, problem: "too_many" };
    const t = mailTranslator(mailLanguage);
    const mail = { to: staff.email, subject: t("test.subject"), text: t("test.text", { url: env.APP_URL }) };
    // Whatever keeps the server from taking it, the answer to the person is the same: look at the settings.
    return mailer.send(mail).then(
      () => ({ ok: true, value: "sent" }),
      () => ({ ok: false, problem: "not_sent" }),
    );
  },
});
