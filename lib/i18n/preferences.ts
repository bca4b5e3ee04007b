"use server";

import { cookies } from "next/headers";
import { isLocale, LOCALE_COOKIE } from "./locale";
import { isTheme, THEME_COOKIE } from "./theme";

const COOKIE = { path: "/", sameSite: "lax", httpOnly: true, maxAge: 365 * 86_400 } as const;

/** Server action: remembers the language in this browser. An unknown one changes nothing. */
export async function setLocale(locale: unknown): Promise<void> {
  if (isLocale(locale)) (await cookies()).set(LOCALE_COOKIE, locale, COOKIE);
}

/** Server action: remembers the theme in this browser. An unknown one changes nothing. */
export async function setTheme(theme: unknown): Promise<void> {
  if (isTheme(theme)) (await cookies()).set(THEME_COOKIE, theme, COOKIE);
}
