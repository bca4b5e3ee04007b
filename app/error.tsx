"use client";

import { ErrorCard } from "@/components/shell/error-card";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorCard digest={error.digest} onRetry={reset} />
    </main>
  );
}
