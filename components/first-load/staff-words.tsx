import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { LoadedWords } from "./loaded-words";

/**
 * Gives the client components of the dashboard their words, as a script of one language that browsers keep: within
 * pages they would be 126 kB of each, and of each reading of a page again.
 */
export function StaffWords({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={null}>
      <LoadedWords>{children}</LoadedWords>
    </NextIntlClientProvider>
  );
}
