import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { staffEn } from "./staff-messages-en";

/** The dashboard in English. */
export function EnglishWords({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider locale="en" messages={staffEn}>
      {children}
    </NextIntlClientProvider>
  );
}
