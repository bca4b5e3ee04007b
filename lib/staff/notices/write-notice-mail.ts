import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import type { OwedNotice } from "./notices-store";

/** The e-mail of a notice. It names no linked user and no reason: those are behind the sign-in that it links to. */
export function writeNoticeMail(notice: OwedNotice, appUrl: string): { subject: string; text: string } {
  const locale = isLocale(notice.language) ? notice.language : DEFAULT_LOCALE;
  const t = mailTranslator(locale);
  const { kind, siteName: site, actorName: actor, keyName, linkedUserId, createdAt } = notice;
  const at = createdAt.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const place = linkedUserId === null ? "/settings/api-keys" : `/users/${linkedUserId}?show=staff`;
  const lines = [
    t(`notice.${kind}.text`, { site, actor, key: keyName ?? "", at: `${at} UTC` }),
    "",
    `${appUrl}${place}`,
    "",
    t("notice.todo"),
  ];
  return { subject: t(`notice.${kind}.subject`, { site }), text: lines.join("\n") };
}
