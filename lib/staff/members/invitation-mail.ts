import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";

/** Sends an invitation, if there is a mail server. @returns what came of it: the link can be copied in any case */
export async function sendInvitation(
  { mailer, env }: Pick<Runtime, "mailer" | "env">,
  invitation: { to: string; from: string; url: string; expiresAt: Date },
  language: string,
): Promise<"sent" | "not_sent" | "off"> {
  if (mailer === null) return "off";
  const locale = isLocale(language) ? language : DEFAULT_LOCALE;
  const t = mailTranslator(locale);
  const site = env.ANYTIME_PARTNER_NAME ?? new URL(env.APP_URL).hostname;
  const { to, from, url, expiresAt } = invitation;
  const until = expiresAt.toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
  const text = t("invitation.text", { from, site, url, until });
  try {
    await mailer.send({ to, subject: t("invitation.subject", { site }), text });
    return "sent";
  } catch (error) {
    // Errors of mail servers may repeat the address.
    log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "an invitation was not sent");
    return "not_sent";
  }
}
