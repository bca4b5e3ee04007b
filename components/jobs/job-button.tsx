"use client";

import { useTranslations } from "next-intl";
import { noWords, useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { cancelOneJob, retryOneJob } from "./actions";

/** Cancels a job that has not ended, or retries one that failed. */
export function JobButton({ id, does }: { id: string; does: "cancel" | "retry" }) {
  const t = useTranslations("jobs");
  const words = useProblemWords(noWords);
  const { run, pending, value, problem } = useAction(does === "cancel" ? cancelOneJob : retryOneJob);
  return (
    <span className="flex items-center justify-end gap-2">
      <span role="status" className="text-label text-dim">
        {problem === null ? value === false && t(`${does}Late`) : words(problem)}
      </span>
      <Button size="small" onPress={() => run({ id })} isPending={pending}>
        {t(does)}
      </Button>
    </span>
  );
}
