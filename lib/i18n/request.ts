import { getRequestConfig } from "next-intl/server";
import { DEFAULT_TIME_ZONE, formats } from "./formats";
import { loadMessages } from "./load-messages";
import { isLocale } from "./locale";
import { readLocale } from "./read-preferences";

export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked) ? asked : await readLocale();
  return { locale, messages: await loadMessages(locale), timeZone: DEFAULT_TIME_ZONE, formats };
});
