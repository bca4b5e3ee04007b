"use client";

import dynamic from "next/dynamic";
import { NextIntlClientProvider, useLocale } from "next-intl";
import { type ReactNode, Suspense, use } from "react";
import type { Locale } from "./locale";
import type { StaffMessages } from "./staff-messages-en";

interface Part {
  readonly words: StaffMessages;
}

/** A script for each language; only the page's is loaded. */
const LOADERS: Readonly<Record<Locale, () => Promise<Part>>> = {
  en: () => import("./english-words"),
  fr: () => import("./french-words"),
};
const nothing = () => ({ default: () => null });
/** They draw nothing: Next has browsers load the script of what it draws together with the page. */
const SCRIPTS = {
  en: dynamic(() => import("./english-words").then(nothing)),
  fr: dynamic(() => import("./french-words").then(nothing)),
} satisfies Record<Locale, unknown>;

const loading = new Map<Locale, Promise<Part>>();

function load(locale: Locale): Promise<Part> {
  const begun = loading.get(locale) ?? LOADERS[locale]();
  loading.set(locale, begun);
  return begun;
}

/** The dashboard's words in the language of the provider above. Another language changes nothing else of the page. */
export function LoadedWords({ children }: { children: ReactNode }) {
  const Script = SCRIPTS[useLocale()];
  return (
    <>
      <Script />
      <Suspense fallback={null}>
        <Words>{children}</Words>
      </Suspense>
    </>
  );
}

function Words({ children }: { children: ReactNode }) {
  const locale = useLocale();
  return (
    <NextIntlClientProvider locale={locale} messages={use(load(locale)).words}>
      {children}
    </NextIntlClientProvider>
  );
}
