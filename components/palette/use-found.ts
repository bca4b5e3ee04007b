import { useEffect, useState } from "react";
import { withSiteOfPage } from "@/components/navigation/kept-site";
import { type Found, foundSchema, NOTHING } from "./found";

const AFTER_MS = 120;

interface Answer {
  /** What was asked. */
  readonly typed: string;
  readonly found: Found;
  readonly failed: boolean;
}

/**
 * Asks the server for what is typed, once typing stops for a moment. A newer question cancels the older one, on the
 * server too; what was found before stays until then.
 */
export function useFound(typed: string) {
  const [answer, setAnswer] = useState<Answer>({ typed: "", found: NOTHING, failed: false });
  useEffect(() => {
    if (typed === "") return setAnswer({ typed, found: NOTHING, failed: false });
    const left = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await askServer(typed, left.signal);
        setAnswer({ typed, found, failed: false });
      } catch {
        // Whoever types on has left this question themselves.
        if (!left.signal.aborted) setAnswer({ typed, found: NOTHING, failed: true });
      }
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [typed]);
  return {
    found: answer.found,
    askedFor: answer.typed,
    failed: answer.failed,
    isPending: answer.typed !== typed,
  };
}

async function askServer(typed: string, signal: AbortSignal): Promise<Found> {
  const response = await fetch(withSiteOfPage("/api/palette"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ typed }),
    signal,
  });
  if (!response.ok) throw new Error(`the search answered ${response.status}`);
  return foundSchema.parse(await response.json());
}
