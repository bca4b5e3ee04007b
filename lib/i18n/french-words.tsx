import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { staffFr } from "./staff-messages-fr";

/** The dashboard in French. */
export function FrenchWords({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider locale="fr" messages={staffFr}>
      {children}
    </NextIntlClientProvider>
  );
}
