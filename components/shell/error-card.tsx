"use client";

import { useSyncExternalStore } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { errorWords } from "@/lib/i18n/error-words";
import { MessageCard } from "./message-page";

interface ErrorCardProps {
  /** Names the fault in the server's log; nothing else of it reaches the browser. */
  digest: string | undefined;
  onRetry: () => void;
}

const never = () => () => undefined;

/** What an error page shows. It needs no provider: those may be what failed. */
export function ErrorCard({ digest, onRetry }: ErrorCardProps) {
  const language = useSyncExternalStore(
    never,
    () => document.documentElement.lang || navigator.language,
    () => "en",
  );
  const words = errorWords(language);
  return (
    <MessageCard title={words.title} text={words.text}>
      {digest !== undefined && (
        <p className="mt-3 font-mono text-label text-dim">{words.code.replace("{digest}", digest)}</p>
      )}
      <button type="button" onClick={onRetry} className={buttonStyle("primary", "medium", "mt-6")}>
        {words.retry}
      </button>
    </MessageCard>
  );
}
