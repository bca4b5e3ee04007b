"use client";

import { useEffect, useState } from "react";
import { buttonStyle } from "@/components/controls/button-style";
import type { ConnectStrings } from "./connect-strings";

const LEAD_MS = 5_000;

interface GoOnProps {
  /** Of the site's own origin: checked on the server. */
  readonly url: string;
  readonly strings: Pick<ConnectStrings, "goOn" | "leading" | "stay">;
}

/** The way back to the site: a link, followed automatically after a few seconds unless the person stays. */
export function GoOn({ url, strings }: GoOnProps) {
  const [leads, setLeads] = useState(false);
  useEffect(() => {
    // People who ask for less motion are not redirected either.
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) setLeads(true);
  }, []);
  useEffect(() => {
    if (!leads) return;
    const timer = setTimeout(() => window.location.assign(url), LEAD_MS);
    return () => clearTimeout(timer);
  }, [leads, url]);
  return (
    <div className="grid gap-3">
      <a href={url} className={buttonStyle("primary", "large")}>
        {strings.goOn}
      </a>
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table text-dim">
        {leads && strings.leading}
        {leads && (
          <button
            type="button"
            onClick={() => setLeads(false)}
            className={buttonStyle("quiet", "small", "text-ink underline")}
          >
            {strings.stay}
          </button>
        )}
      </p>
    </div>
  );
}
