"use client";

import { Pause } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { useNow } from "@/components/ui/use-now";
import { useLastChange, useLiveState } from "./live-provider";
import { useTailPause } from "./tail-pause";

const DOT = {
  live: "bg-ok shadow-[0_0_0_4px_var(--ok-soft)]",
  connecting: "bg-faint shadow-[0_0_0_4px_var(--quiet-soft)]",
  lost: "bg-warn shadow-[0_0_0_4px_var(--warn-soft)]",
};

/** Whether the page is live, and how long ago the last change was; or that the table is paused. */
export function LiveIndicator() {
  const t = useTranslations("common.live");
  const state = useLiveState();
  const { paused } = useTailPause();
  if (paused) {
    return (
      <span role="status" className="inline-flex items-center gap-1.5 text-table whitespace-nowrap text-dim">
        <Pause aria-hidden="true" className="size-3.5" />
        {t("paused")}
      </span>
    );
  }
  return (
    <span
      title={state === "lost" ? t("lostHint") : t("liveHint")}
      className="inline-flex items-center gap-2 text-table whitespace-nowrap text-dim tabular-nums"
    >
      <span aria-hidden="true" className={classNames("ml-1 size-2 rounded-full", DOT[state])} />
      {/* The state is announced when it changes; the age, which changes every second, is not. */}
      <span role="status" className="sr-only">
        {state === "live" ? t("live") : t(state)}
      </span>
      <span aria-hidden="true" className="grid *:[grid-area:1/1]">
        <span>{state === "live" ? <Age /> : t(state)}</span>
        {/* It has the room of its longest words: what stands beside it must not move when it changes. */}
        {[
          t("connecting"),
          t("lost"),
          t("liveSince", { seconds: 59 }),
          t("liveSinceMinutes", { minutes: 59 }),
        ].map((words) => (
          <span key={words} className="invisible">
            {words}
          </span>
        ))}
      </span>
    </span>
  );
}

function Age() {
  const t = useTranslations("common.live");
  const lastAt = useLastChange();
  const now = useNow(1_000);
  if (lastAt === null) return t("live");
  const seconds = Math.max(0, Math.round((now - lastAt) / 1_000));
  if (seconds < 60) return t("liveSince", { seconds });
  return t("liveSinceMinutes", { minutes: Math.floor(seconds / 60) });
}
