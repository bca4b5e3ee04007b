"use client";

import { ErrorCard } from "@/components/shell/error-card";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Keeps the rail: the rest of the dashboard may well work. */
export default function StaffError({ error, reset }: ErrorPageProps) {
  return (
    <div className="grid place-items-center py-[12vh]">
      <ErrorCard digest={error.digest} onRetry={reset} />
    </div>
  );
}
