"use client";

import { useEffect, useSyncExternalStore } from "react";
import { buttonStyle } from "@/components/controls/button-style";
import { isOfOldPage, useReloadOnce } from "@/components/navigation/old-page";
import { DATABASE_AWAY, errorWords } from "@/lib/i18n/error-words";
import { MessageCard } from "./message-page";

interface ErrorCardProps {
  /** `digest` identifies the fault in the server's log; nothing else of it reaches the browser. */
  error: Error & { digest?: string };
}

const AGAIN_MS = 5_000;
const never = () => () => undefined;

/**
 * The content of an error page. It needs no provider, because providers may be what failed. A page older than the
 * server reloads itself, once.
 */
export function ErrorCard({ error }: ErrorCardProps) {
  const stale = isOfOldPage(error);
  useReloadOnce(stale);
  const away = error.digest === DATABASE_AWAY;
  useReloadWhile(away);
  const language = useSyncExternalStore(
    never,
    () => document.documentElement.lang || navigator.language,
    () => "en",
  );
  const words = errorWords(language);
  const kind = stale ? "stale" : away ? "away" : null;
  return (
    <MessageCard
      title={kind === null ? words.title : words[`${kind}Title`]}
      text={kind === null ? words.text : words[`${kind}Text`]}
    >
      {error.digest !== undefined && !away && (
        <p className="mt-3 font-mono text-label text-dim">
          {words.code} {error.digest}
        </p>
      )}
      {/* Reload the whole page: the fault may be in memory. */}
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

/** Reloads the page a little later, and again as long as the same error returns. */
function useReloadWhile(away: boolean): void {
  useEffect(() => {
    if (!away) return;
    const timer = setTimeout(() => window.location.reload(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [away]);
}
