import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import type { Incident } from "./incidents-store";
import { INCIDENT_PLACES } from "./places";

/** The text of an e-mail. */
export interface MailWords {
  readonly subject: string;
  readonly text: string;
}

/** The e-mail about an incident, or about its end. It contains nothing of a delivery's content. */
export function writeOutageMail(
  incident: Incident & { readonly recovery: boolean },
  language: string,
  appUrl: string,
): MailWords {
  const locale = isLocale(language) ? language : DEFAULT_LOCALE;
  const t = mailTranslator(locale);
  const { kind, details } = incident;
  const site = incident.siteName;
  const at = (date: Date) =>
    `${date.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
  if (incident.recovery) {
    const lines = [
      t("recovery.text", { site, what: t(`${kind}.subject`, { site }) }),
      ...(kind === "gap" ? [t("gap.fetched", { count: details.count ?? 0 })] : []),
      t("recovery.times", { from: at(incident.openedAt), to: at(incident.closedAt ?? new Date()) }),
    ];
    return { subject: t("recovery.subject", { site }), text: [...lines, "", t("why")].join("\n") };
  }
  const since = details.since === undefined ? at(incident.openedAt) : at(new Date(details.since));
  const lines = [
    t(`${kind}.text`, { site, count: details.count ?? 0, since }),
    kind === "refusals" ? t(`causes.${details.cause ?? "mixed"}`) : t(`${kind}.todo`),
    "",
    `${appUrl}${INCIDENT_PLACES[kind]}`,
    "",
    t("why"),
  ];
  return { subject: t(`${kind}.subject`, { site }), text: lines.join("\n") };
}
