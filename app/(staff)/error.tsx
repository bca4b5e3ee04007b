"use client";

import { ErrorCard } from "@/components/shell/error-card";

interface ErrorPageProps {
  error: Error & { digest?: string };
}

/** Keeps the navigation: the rest of the dashboard may well work. */
export default function StaffError({ error }: ErrorPageProps) {
  return (
    <div className="grid place-items-center py-[12vh]">
      <ErrorCard error={error} />
    </div>
  );
}
