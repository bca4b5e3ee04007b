import { createTranslator } from "next-intl";
import type { Locale } from "./locale";
import en from "./messages/en/mail.json";
import fr from "./messages/fr/mail.json";

/** The messages of e-mails, which are written outside any page. */
export function mailTranslator(locale: Locale) {
  return createTranslator<{ mail: typeof en }, "mail">({
    locale,
    messages: { mail: locale === "fr" ? fr : en },
    namespace: "mail",
  });
}
