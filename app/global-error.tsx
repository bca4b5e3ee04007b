"use client";

import { ErrorCard } from "@/components/shell/error-card";
import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
}

export default function GlobalError({ error }: GlobalErrorProps) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="grid min-h-dvh place-items-center p-6">
          <ErrorCard error={error} />
        </main>
      </body>
    </html>
  );
}
