import { Check, CircleAlert, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";
import type { VerificationStep } from "@/lib/webhooks/read/verification";
import { useStepWords } from "./step-words";

const ICONS = { ok: Check, warn: CircleAlert, bad: X, hold: CircleAlert, quiet: Minus } as const;

const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  match: "ok",
  fresh: "ok",
  near: "ok",
  off: "warn",
  public: "warn",
  past: "warn",
  future: "warn",
  spent: "hold",
  mismatch: "bad",
  unknown: "bad",
};

/** The checks of a delivery, in words. */
export function Verification({ steps }: { steps: readonly VerificationStep[] }) {
  const words = useStepWords();
  return (
    <ol className="flex flex-col gap-2 text-table">
      {steps.map((step) => (
        <Step key={step.leg} tone={toneOf(step)}>
          {words(step)}
        </Step>
      ))}
    </ol>
  );
}

function Step({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${TONE_TEXT[tone]}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}

function toneOf(step: VerificationStep): Tone {
  if (step.leg === "key") return "ok";
  if (step.leg === "parsed") return step.problem === null ? "ok" : "bad";
  return OUTCOME_TONES[step.outcome] ?? "quiet";
}
