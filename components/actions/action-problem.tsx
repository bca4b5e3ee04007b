"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/controls/button";
import { Notice } from "@/components/ui/notice";
import type { CommonProblem } from "./use-action";

const COMMON = {
  connection_lost: "connectionLost",
  signed_out: "signedOut",
  not_permitted: "notPermitted",
  second_factor_missing: "secondFactorMissing",
  second_factor_stale: "secondFactorStale",
  invalid_input: "invalidInput",
  new_version: "newVersion",
  failed: "failed",
} as const satisfies Record<CommonProblem, string>;

function isCommon(problem: string): problem is CommonProblem {
  return problem in COMMON;
}

/** Messages for an action's own problems. */
export type Say<Problem extends string> = (problem: Problem) => string;

/** For an action that has no problems of its own; given for another one, it does not compile. */
export const noWords: Say<never> = (problem) => problem;

/** The message for a failed action: `say` has those of its own problems. */
export function useProblemWords<Problem extends string = never>(say: Say<Problem>) {
  const t = useTranslations("common");
  return (problem: Problem | CommonProblem) => (isCommon(problem) ? t(COMMON[problem]) : say(problem));
}

interface ActionProblemProps<Problem extends string> {
  problem: Problem | CommonProblem | null;
  say: Say<Problem>;
  className?: string;
}

/** Why an action failed; nothing if there is no problem. */
export function ActionProblem<Problem extends string = never>({
  problem,
  say,
  className = "",
}: ActionProblemProps<Problem>) {
  const t = useTranslations("common");
  const words = useProblemWords(say);
  if (problem === null) return null;
  const reload = problem === "new_version" && (
    <Button size="small" onPress={() => window.location.reload()}>
      {t("reload")}
    </Button>
  );
  return (
    <Notice tone={reload ? "warn" : "bad"} live className={className} {...(reload ? { action: reload } : {})}>
      {words(problem)}
    </Notice>
  );
}
