"use client";

import { useTranslations } from "next-intl";
import { noWords, useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { RelativeTime } from "@/components/ui/time";
import type { DeliveryJob } from "@/lib/webhooks/review/jobs-store";
import { cancelDeliveryJob } from "./actions";

interface JobsStripProps {
  jobs: readonly DeliveryJob[];
  mayDecide: boolean;
}

const TONES = { queued: "quiet", running: "warn", done: "ok", cancelled: "quiet", failed: "bad" } as const;

/** Bulk actions: those running, and the results of the latest. */
export function JobsStrip({ jobs, mayDecide }: JobsStripProps) {
  const t = useTranslations("deliveries.jobs");
  if (jobs.length === 0) return null;
  return (
    <Panel title={t("title")} className="mb-4">
      <ul className="flex flex-col gap-4">
        {jobs.map((job) => (
          <li key={job.id}>
            <Job job={job} mayDecide={mayDecide} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Job({ job, mayDecide }: { job: DeliveryJob; mayDecide: boolean }) {
  const t = useTranslations("deliveries.jobs");
  const over = job.done + job.skipped + job.refused;
  const name = t(`decision.${job.decision}`);
  const ended = job.finishedAt !== null;
  return (
    <div className="flex flex-col gap-1.5 text-table">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{name}</span>
        <StatusPill tone={TONES[job.state]}>{t(`state.${job.state}`)}</StatusPill>
        <span className="min-w-0 text-dim [overflow-wrap:anywhere]">
          {t("by", { name: job.createdBy, reason: job.reason })}
        </span>
        <span className="ml-auto flex items-center gap-3">
          <RelativeTime iso={job.createdAt.toISOString()} className="text-label text-faint" />
          {mayDecide && !ended && <CancelJob id={job.id} />}
        </span>
      </div>
      <progress
        aria-label={name}
        value={ended ? 1 : over}
        max={ended ? 1 : Math.max(job.total, 1)}
        className="h-1.5 w-full overflow-hidden rounded-full bg-quiet-soft [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-quiet-soft [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-label text-dim tabular-nums">
        {t("progress", { done: over, total: job.total })} ·{" "}
        {t("counts", { done: job.done, skipped: job.skipped, refused: job.refused })}
      </p>
    </div>
  );
}

function CancelJob({ id }: { id: string }) {
  const t = useTranslations("deliveries.jobs");
  const words = useProblemWords(noWords);
  const { run, pending, value: cancelled, problem } = useAction(cancelDeliveryJob);
  return (
    <>
      <span role="status" className="text-label text-dim">
        {problem === null ? cancelled === false && t("cancelled") : words(problem)}
      </span>
      <Button size="small" onPress={() => run({ id })} isPending={pending}>
        {t("cancel")}
      </Button>
    </>
  );
}
