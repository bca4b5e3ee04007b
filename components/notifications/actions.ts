"use server";

import { z } from "zod";
import { countTry } from "@/lib/db/rate-limit";
import { LOCALES } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import { saveSubscription } from "@/lib/incidents/episodes-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const MOST_TESTS = 5;

const save = staffAction({
  permission: "overview:read",
  input: z.object({ outageMails: z.boolean(), mailLanguage: z.enum(LOCALES) }),
  run: async ({ staff, scope, runtime }, choice): Promise<ActionResult<null>> => {
    await saveSubscription(scope, runtime.database.prisma, staff.staffId, choice);
    return { ok: true, value: null };
  },
});

/** Keeps whether, and in which language, one wants to hear of outages. */
export async function saveNotifications(input: unknown): Promise<ActionResult<null>> {
  return save(input);
}

const test = staffAction({
  permission: "overview:read",
  input: z.object({ mailLanguage: z.enum(LOCALES) }),
  run: async ({ staff, runtime }, { mailLanguage }): Promise<ActionResult<null>> => {
    const { mailer, database, env } = runtime;
    if (mailer === null) return { ok: false, problem: "failed" };
    if (!(await countTry(database.prisma, `test mail ${staff.staffId}`, MOST_TESTS)))
      return { ok: false, problem: "tooMany" };
    const t = mailTranslator(mailLanguage);
    const mail = { to: staff.email, subject: t("test.subject"), text: t("test.text", { url: env.APP_URL }) };
    // Whatever keeps the server from taking it, the answer to the person is the same: look at the settings.
    return mailer.send(mail).then(
      () => ({ ok: true, value: null }),
      () => ({ ok: false, problem: "notSent" }),
    );
  },
});

/** Sends a test e-mail to the staff member who asks. */
export async function sendTestMail(input: unknown): Promise<ActionResult<null>> {
  return test(input);
}
