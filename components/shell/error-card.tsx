"use client";

import { useSyncExternalStore } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { errorWords } from "@/lib/i18n/error-words";
import { MessageCard } from "./message-page";
import { isOfOldPage, useReloadOnce } from "./old-page";

interface ErrorCardProps {
  /** `digest` names the fault in the server's log; nothing else of it reaches the browser. */
  error: Error & { digest?: string };
}

const never = () => () => undefined;

/**
 * What an error page shows. It needs no provider: those may be what failed. A page that is older than the server is
 * loaded anew by itself, once.
 */
export function ErrorCard({ error }: ErrorCardProps) {
  const stale = isOfOldPage(error);
  useReloadOnce(stale);
  const language = useSyncExternalStore(
    never,
    () => document.documentElement.lang || navigator.language,
    () => "en",
  );
  const words = errorWords(language);
  return (
    <MessageCard title={stale ? words.staleTitle : words.title} text={stale ? words.staleText : words.text}>
      {error.digest !== undefined && (
        <p className="mt-3 font-mono text-label text-dim">{words.code.replace("{digest}", error.digest)}</p>
      )}
      {/* The whole page: what has gone wrong may be what is in memory. */}
      <button
        type="button"
        onClick={() => window.location.reload()}
        className={buttonStyle("primary", "medium", "mt-6")}
      >
        {words.retry}
      </button>
    </MessageCard>
  );
}
