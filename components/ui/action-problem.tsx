"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button";
import { Notice } from "./notice";
import type { CommonProblem } from "./use-action";

const COMMON = {
  connection_lost: "connectionLost",
  signed_out: "signedOut",
  not_permitted: "notPermitted",
  invalid_input: "invalidInput",
  new_version: "newVersion",
  failed: "failed",
} as const satisfies Record<CommonProblem, string>;

function isCommon(problem: string): problem is CommonProblem {
  return problem in COMMON;
}

/** Words for an action's own problems. */
export type Say<Problem extends string> = (problem: Problem) => string;

/** For an action that has no problems of its own; given for another one, it does not compile. */
export const noWords: Say<never> = (problem) => problem;

/** Words for whatever kept an action from being carried out: its own problems are said by `say`. */
export function useProblemWords<Problem extends string = never>(say: Say<Problem>) {
  const t = useTranslations("common");
  return (problem: Problem | CommonProblem) => (isCommon(problem) ? t(COMMON[problem]) : say(problem));
}

interface ActionProblemProps<Problem extends string> {
  problem: Problem | CommonProblem | null;
  say: Say<Problem>;
  className?: string;
}

/** Why an action was not carried out; nothing where there is no problem. */
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
