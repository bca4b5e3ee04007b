"use client";

import { useState } from "react";
import { buttonStyle } from "@/components/controls/button-style";
import { askReconnect } from "./flow/connect-api";

interface ReconnectButtonProps {
  readonly secret: string;
  readonly language: string;
  readonly text: string;
  readonly failed: string;
}

/** Leads a user whose access was revoked to their new link. */
export function ReconnectButton({ secret, language, text, failed }: ReconnectButtonProps) {
  const [step, setStep] = useState<"idle" | "asking" | "failed">("idle");
  const ask = async () => {
    setStep("asking");
    const made = await askReconnect(secret);
    if (made === null) return setStep("failed");
    // Replaced, so that going back does not end on the used link.
    window.location.replace(`/connect/${made}?lang=${language}`);
  };
  return (
    <div className="mt-5">
      <button
        type="button"
        disabled={step === "asking"}
        onClick={ask}
        className={buttonStyle("primary", "large")}
      >
        {text}
      </button>
      <p role="alert" className="mt-2 text-table text-bad">
        {step === "failed" && failed}
      </p>
    </div>
  );
}
