import { getRequestConfig } from "next-intl/server";
import { DEFAULT_TIME_ZONE, formats } from "./formats";
import { isLocale, type Locale } from "./locale";
import type { Messages } from "./messages-en";
import { readLocale } from "./read-preferences";

export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked) ? asked : await readLocale();
  return { locale, messages: await loadMessages(locale), timeZone: DEFAULT_TIME_ZONE, formats };
});

/** The messages of one language, by area. Only that language is loaded. */
async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "en":
      return (await import("./messages-en")).en;
    case "fr":
      return (await import("./messages-fr")).fr;
  }
}
