"use client";

import { Circle, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import { Link } from "@/components/navigation/link";
import { Panel } from "@/components/ui/panel";
import { hideFirstStepsAction } from "./actions";
import { CopyCallbackUrl } from "./copy-callback-url";

const STEPS = ["callback", "script", "delivery", "invite", "colleague"] as const;
type Step = (typeof STEPS)[number];

/** Where a step is done. */
const PLACES: Readonly<Partial<Record<Step, string>>> = {
  script: "/settings/connect",
  delivery: "/deliveries",
  invite: "/users",
  colleague: "/settings/staff",
};

interface FirstStepsProps {
  siteId: string;
  done: Readonly<Record<Step, boolean>>;
  /** The callback URL without its key. */
  callbackUrl: string;
}

/** What to do in the first hour. Each step ticks itself; the list goes once all are done, or somebody hides it. */
export function FirstSteps({ siteId, done, callbackUrl }: FirstStepsProps) {
  const t = useTranslations("firstSteps");
  const { run, pending, problem } = useAction(hideFirstStepsAction, () =>
    sayDone({ text: t("hidden"), undo: () => hideFirstStepsAction({ siteId, hidden: false }) }),
  );
  const count = STEPS.filter((step) => done[step]).length;
  return (
    <Panel
      className="mb-4"
      title={t("title")}
      actions={
        <>
          <span className="text-label text-dim tabular-nums">{t("count", { count, all: STEPS.length })}</span>
          <Button size="small" onPress={() => run({ siteId, hidden: true })} isPending={pending}>
            {t("hide")}
          </Button>
        </>
      }
    >
      <ActionProblem problem={problem} say={() => t("changed")} />
      <ol className="flex flex-col gap-3 text-table">
        {STEPS.map((step) => (
          <li key={step} className="flex gap-2.5">
            <Mark done={done[step]} word={t(done[step] ? "done" : "open")} />
            <div className="min-w-0 grow">
              <p className={done[step] ? "text-dim" : "font-medium"}>{t(`${step}.title`)}</p>
              {!done[step] && (
                <div className="mt-0.5 flex flex-col items-start gap-1.5 text-dim">
                  <p className="[overflow-wrap:anywhere]">{t(`${step}.text`, { url: callbackUrl })}</p>
                  {step === "callback" ? (
                    <CopyCallbackUrl siteId={siteId} />
                  ) : (
                    <Link href={PLACES[step] ?? "/"} className="text-accent hover:underline">
                      {t(`${step}.link`)}
                    </Link>
                  )}
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Mark({ done, word }: { done: boolean; word: string }) {
  const Icon = done ? CircleCheck : Circle;
  return (
    <>
      <Icon aria-hidden="true" className={`mt-px size-4 shrink-0 ${done ? "text-ok" : "text-faint"}`} />
      <span className="sr-only">{word}</span>
    </>
  );
}
