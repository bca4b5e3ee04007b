import { cookies, headers } from "next/headers";
import { isLocale, LOCALE_COOKIE, type Locale, negotiateLocale } from "./locale";
import { isTheme, THEME_COOKIE, type Theme } from "./theme";

/** The language of this request: the chosen one, or what the browser prefers. */
export async function readLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
}

/** The theme of this request. */
export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return isTheme(chosen) ? chosen : "system";
}
