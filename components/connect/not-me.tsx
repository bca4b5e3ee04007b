"use client";

import { useState } from "react";
import { buttonStyle } from "@/components/controls/button-style";
import type { ConnectStrings } from "./connect-strings";
import { sayNotMe } from "./flow/connect-api";

interface NotMeProps {
  readonly secret: string;
  readonly words: ConnectStrings["notMe"];
  readonly onCancelled: () => void;
}

/** Whom the link is for, and the way out for anybody else: confirmed twice, because it cannot be undone. */
export function NotMe({ secret, words, onCancelled }: NotMeProps) {
  const [step, setStep] = useState<"idle" | "back" | "asking" | "sending" | "failed">("idle");
  const confirm = async () => {
    setStep("sending");
    if (await sayNotMe(secret)) onCancelled();
    else setStep("failed");
  };
  if (step === "idle" || step === "back") {
    return (
      <p className="flex flex-wrap items-baseline gap-x-2 text-table text-dim">
        {words.who}
        <button
          type="button"
          ref={step === "back" ? focusOnce : null}
          onClick={() => setStep("asking")}
          className="min-h-6 rounded-sm text-ink underline decoration-line-strong underline-offset-3"
        >
          {words.ask}
        </button>
      </p>
    );
  }
  return (
    <section aria-label={words.title} className="rounded-panel border border-line p-4 text-table">
      <p className="font-medium">{words.title}</p>
      <p className="mt-1 text-dim">{words.text}</p>
      <p role="alert" className="text-bad">
        {step === "failed" && words.failed}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <button
          type="button"
          disabled={step === "sending"}
          onClick={confirm}
          className={buttonStyle("danger", "medium")}
        >
          {words.confirm}
        </button>
        <button
          type="button"
          // The safer of the two: the pressed button is gone, and focus must not be lost with it.
          ref={focusOnce}
          onClick={() => setStep("back")}
          className={buttonStyle("secondary", "medium")}
        >
          {words.back}
        </button>
      </div>
    </section>
  );
}

function focusOnce(element: HTMLButtonElement | null) {
  element?.focus();
}
