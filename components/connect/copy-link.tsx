"use client";

import { useState } from "react";
import { buttonStyle } from "@/components/controls/button-style";
import type { ConnectStrings } from "./connect-strings";

/** Copies this page's link, to open it in another browser. */
export function CopyLink({ strings }: { strings: ConnectStrings }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = () => {
    // Absent on plain HTTP and in some browsers inside apps; then calling it throws, like a refusal.
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(window.location.href))
      .then(
        () => setSaid(strings.copied),
        () => setSaid(strings.copyFailed),
      );
  };
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <button type="button" onClick={copy} className={buttonStyle("secondary", "medium")}>
        {strings.copyLink}
      </button>
      <span role="status" className="text-table text-dim">
        {said}
      </span>
    </span>
  );
}
