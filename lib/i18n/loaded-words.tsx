"use client";

import dynamic from "next/dynamic";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import type { Locale } from "./locale";

/** A script for each language; only the page's is loaded. */
const WORDS = {
  en: dynamic(() => import("./english-words").then((part) => part.EnglishWords)),
  fr: dynamic(() => import("./french-words").then((part) => part.FrenchWords)),
} satisfies Record<Locale, unknown>;

/** The dashboard's words in the language of the provider above. */
export function LoadedWords({ children }: { children: ReactNode }) {
  const Words = WORDS[useLocale()];
  return <Words>{children}</Words>;
}
