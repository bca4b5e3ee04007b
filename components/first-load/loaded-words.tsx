"use client";

import dynamic from "next/dynamic";
import { NextIntlClientProvider, useLocale } from "next-intl";
import { type ReactNode, use } from "react";
import type { Locale } from "@/lib/i18n/locale";
import type { StaffMessages } from "@/lib/i18n/staff-messages-en";
import { loadAtLast } from "./load-at-last";

/** A script for each language; only the page's is loaded. */
const LOADERS: Readonly<Record<Locale, () => Promise<StaffMessages>>> = {
  en: async () => (await import("@/lib/i18n/staff-messages-en")).staffEn,
  fr: async () => (await import("@/lib/i18n/staff-messages-fr")).staffFr,
};
const nothing = () => ({ default: () => null });
/** They draw nothing: Next has browsers load the script of what it draws together with the page. */
const SCRIPTS = {
  en: dynamic(() => import("@/lib/i18n/staff-messages-en").then(nothing, nothing)),
  fr: dynamic(() => import("@/lib/i18n/staff-messages-fr").then(nothing, nothing)),
} satisfies Record<Locale, unknown>;

const loading = new Map<Locale, Promise<StaffMessages>>();

function load(locale: Locale): Promise<StaffMessages> {
  const begun = loading.get(locale) ?? loadAtLast(LOADERS[locale]);
  loading.set(locale, begun);
  return begun;
}

/**
 * The dashboard's words in the language of the provider above. Another language changes nothing else of the page. There
 * is no `Suspense` around it: within one, a page that is not found would be answered as one that is.
 */
export function LoadedWords({ children }: { children: ReactNode }) {
  const Script = SCRIPTS[useLocale()];
  return (
    <>
      <Script />
      <Words>{children}</Words>
    </>
  );
}

function Words({ children }: { children: ReactNode }) {
  const locale = useLocale();
  return (
    <NextIntlClientProvider locale={locale} messages={use(load(locale))}>
      {children}
    </NextIntlClientProvider>
  );
}
