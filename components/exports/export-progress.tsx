"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { callAction } from "@/components/actions/use-action";
import { watchOne } from "./actions";

const LOOK_MS = 700;

interface Progress {
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly totalExact: boolean;
}

/** How far a file is that the browser is saving. */
export function ExportProgress({ id }: { id: string }) {
  const t = useTranslations("exports");
  const progress = useProgress(id);
  if (progress === null || progress.state === "ordered") return <p role="status">{t("preparing")}</p>;
  const { state, done, total, totalExact } = progress;
  if (state === "stopped")
    return (
      <p role="alert" className="text-bad">
        {t("stopped")}
      </p>
    );
  if (state === "done") return <p role="status">{t("done", { done })}</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        aria-label={t("title")}
        className="w-full accent-(--accent)"
        {...(totalExact ? { max: Math.max(total, 1), value: Math.min(done, total) } : {})}
      />
      <p className="text-label text-dim tabular-nums">
        {totalExact ? t("progress", { done, total }) : t("progressOver", { done })}
      </p>
    </div>
  );
}

/** Asks until the file has ended. A question without an answer is asked again. */
function useProgress(id: string): Progress | null {
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const look = async (): Promise<void> => {
      const answer = await callAction(watchOne({ id }));
      if (left) return;
      if (answer.ok && answer.value !== null) setProgress(answer.value);
      const ended = answer.ok && (answer.value?.state === "done" || answer.value?.state === "stopped");
      if (!ended) timer = setTimeout(look, LOOK_MS);
    };
    void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id]);
  return progress;
}
