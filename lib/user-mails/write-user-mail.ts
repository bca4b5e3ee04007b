import { z } from "zod";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import type { ClaimedMail } from "./mails-store";

const wordsSchema = z.record(z.enum(["en", "fr"]), z.object({ subject: z.string(), text: z.string() }));

/** What an e-mail to a linked user is written from. */
type Written = Pick<
  ClaimedMail,
  "purpose" | "name" | "language" | "siteName" | "siteLanguage" | "supportContact" | "expiresAt" | "words"
>;

/**
 * Writes an e-mail to a linked user in their language; in both, the site's first, where it is not known. The link is in
 * the text only: subjects are shown in lists, and kept in logs of mail servers.
 */
export function writeUserMail(mail: Written, url: string | null): { subject: string; text: string } {
  const first: Locale = isLocale(mail.siteLanguage) ? mail.siteLanguage : DEFAULT_LOCALE;
  const other: Locale = first === "fr" ? "en" : "fr";
  const languages: readonly Locale[] = mail.language === null ? [first, other] : [mail.language];
  const parts = languages.map((locale) => writePart(mail, url, locale));
  return {
    subject: parts.map(({ subject }) => subject).join(" / "),
    text: parts.map(({ text }) => text).join("\n\n———\n\n"),
  };
}

function writePart(mail: Written, url: string | null, locale: Locale): { subject: string; text: string } {
  const t = mailTranslator(locale);
  const { siteName: site, name, supportContact: contact, purpose } = mail;
  const end = contact === null ? t("user.end", { site }) : t("user.endContact", { site, contact });
  if (purpose === "message") {
    const words = wordsSchema.parse(mail.words)[locale];
    return { subject: words.subject, text: [t("user.hello", { name }), words.text, end].join("\n\n") };
  }
  const until = mail.expiresAt?.toLocaleDateString(locale, { dateStyle: "long", timeZone: BANK_ZONE }) ?? "";
  const text = [
    t("user.hello", { name }),
    t(`user.${purpose}.text`, { site }),
    url ?? "",
    t("user.until", { until }),
    t("user.notYours"),
    end,
  ];
  return { subject: t(`user.${purpose}.subject`, { site }), text: text.join("\n\n") };
}
