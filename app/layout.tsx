import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { NoteEarlyClicks } from "@/components/shell/note-early-clicks";
import { StyleNotes } from "@/components/shell/style-notes";
import { readTheme } from "@/lib/i18n/read-preferences";
import { inter, interExtended } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Anytime Connect", template: "%s · Anytime Connect" },
  robots: { index: false, follow: false },
  manifest: "/site.webmanifest",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page would carry scripts without this request's nonce.
  await connection();
  const [locale, theme, asked] = await Promise.all([getLocale(), readTheme(), headers()]);
  const nonce = asked.get("x-nonce") ?? undefined;
  return (
    <html lang={locale} data-theme={theme} className={`${inter.variable} ${interExtended.variable}`}>
      <head>
        <StyleNotes nonce={nonce} />
        <NoteEarlyClicks nonce={nonce} />
      </head>
      <body>{children}</body>
    </html>
  );
}
