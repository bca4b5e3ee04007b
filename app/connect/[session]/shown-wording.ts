import type { ConnectStrings } from "@/components/connect/connect-strings";
import type { Locale } from "@/lib/i18n/locale";
import type { ConnectPage } from "@/lib/links/connecting/connect-page";
import { describeWording, type ShownWording, type StatedReading } from "@/lib/links/connecting/wording";
import { type ConnectTranslator, connectWords } from "./connect-words";

/** What somebody reads before they give access: the rest of the page's texts says what happens. */
export function shownWording(language: Locale, strings: ConnectStrings, states: StatedReading): ShownWording {
  const { title, lead, points, privacy } = strings;
  return describeWording({ language, words: [title, lead, ...points, privacy], states });
}

/** The same from a link's page, for the request that begins an attempt. */
export function wordingOfPage(t: ConnectTranslator, language: Locale, page: ConnectPage): ShownWording {
  const { siteName, maskedName, supportContact, look, states } = page;
  const strings = connectWords(t, {
    site: siteName,
    name: maskedName,
    contact: supportContact,
    leadsBack: page.returnUrl !== null,
    browser: "other",
    own: look.words[language],
    states,
  });
  return shownWording(language, strings, states);
}
