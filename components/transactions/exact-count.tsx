"use client";

import { useLocale, useTranslations } from "next-intl";
import { noWords, useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ExactTime } from "@/components/ui/time";
import { countExactly } from "./actions";

interface ExactCountProps {
  /** What is counted, as in the URL. */
  query: Readonly<Record<string, string>>;
  /** The newest count; null if nobody ordered one. */
  count: {
    readonly state: "none" | "counting" | "counted" | "failed";
    readonly share: number;
    readonly at: string;
  } | null;
}

/** Says that totals are lower bounds, and has them counted exactly. */
export function ExactCount({ query, count }: ExactCountProps) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  const words = useProblemWords(noWords);
  const { run, pending, problem } = useAction(countExactly);
  const state = count?.state ?? "none";
  const percent = (count?.share ?? 0).toLocaleString(locale, { style: "percent" });
  return (
    <div className="flex flex-wrap items-center gap-x-3 min-[640px]:shrink-0 min-[640px]:flex-nowrap">
      <p role="status">
        {problem !== null && words(problem)}
        {problem === null && state === "none" && t("lower")}
        {problem === null && state === "failed" && t("countFailed")}
        {problem === null && state === "counting" && t("counting", { percent })}
        {problem === null &&
          state === "counted" &&
          t.rich("counted", { time: () => <ExactTime iso={count?.at ?? ""} /> })}
      </p>
      {state === "counting" ? (
        <LiveRefresh kinds={["job"]} />
      ) : (
        <Button size="small" onPress={() => run({ query })} isPending={pending}>
          {t(state === "counted" ? "again" : "count")}
        </Button>
      )}
    </div>
  );
}
