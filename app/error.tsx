"use client";

import { ErrorCard } from "@/components/shell/error-card";

interface ErrorPageProps {
  error: Error & { digest?: string };
}

export default function ErrorPage({ error }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorCard error={error} />
    </main>
  );
}
