"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button";
import { Notice } from "./notice";

interface ActionProblemProps {
  problem: string | null;
  /** Messages for the action's own refusals, and for everything without another message. */
  say: (problem: string) => string;
  className?: string;
}

const COMMON = {
  connection_lost: "connectionLost",
  signed_out: "signedOut",
  not_permitted: "notPermitted",
} as const;

/** Why an action failed; nothing if there is no problem. */
export function ActionProblem({ problem, say, className = "" }: ActionProblemProps) {
  const t = useTranslations("common");
  if (problem === null) return null;
  if (problem === "new_version") {
    const reload = (
      <Button size="small" onPress={() => window.location.reload()}>
        {t("reload")}
      </Button>
    );
    return (
      <Notice tone="warn" live className={className} action={reload}>
        {t("newVersion")}
      </Notice>
    );
  }
  const known = (Object.keys(COMMON) as (keyof typeof COMMON)[]).find((name) => name === problem);
  return (
    <Notice tone="bad" live className={className}>
      {known === undefined ? say(problem) : t(COMMON[known])}
    </Notice>
  );
}
