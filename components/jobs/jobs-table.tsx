import { useTranslations } from "next-intl";
import { SiteHead, SitesCell } from "@/components/sites/site-cells";
import { StatusPill } from "@/components/ui/status-pill";
import { Aside, Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { rulesOf } from "@/lib/jobs/kinds";
import type { Job } from "@/lib/jobs/work";
import { JobButton } from "./job-button";
import { useJobWords } from "./job-words";

interface JobsTableProps {
  /** Which jobs these are; names the table. */
  which: "next" | "failed" | "ended";
  jobs: readonly Job[];
  mayManage: boolean;
}

const TONES = { queued: "quiet", running: "warn", done: "ok", cancelled: "quiet", failed: "bad" } as const;

/** Jobs: what they are, how far they got, when they run next, and what went wrong. */
export function JobsTable({ which, jobs, mayManage }: JobsTableProps) {
  const t = useTranslations("jobs");
  return (
    <Table label={t(`${which}.title`)} cards>
      <TableHead>
        <Th>{t("columns.job")}</Th>
        <SiteHead />
        <Th>{t("columns.state")}</Th>
        <Th>{t("columns.progress")}</Th>
        <Th>{t("columns.by")}</Th>
        <Th>{t(which === "next" ? "columns.next" : "columns.ended")}</Th>
        {mayManage && which !== "ended" && <Th>{t("columns.actions")}</Th>}
      </TableHead>
      <TableBody>
        {jobs.map((job) => (
          <JobRow key={job.id} which={which} job={job} mayManage={mayManage} />
        ))}
      </TableBody>
    </Table>
  );
}

function JobRow({ which, job, mayManage }: { which: JobsTableProps["which"]; job: Job; mayManage: boolean }) {
  const t = useTranslations("jobs");
  const words = useJobWords();
  const at = which === "next" ? job.nextAt : job.finishedAt;
  return (
    <Tr>
      <Td className="!whitespace-normal font-medium">{words.name(job)}</Td>
      <SitesCell siteIds={job.siteIds} />
      <Td phone="end">
        <StatusPill tone={TONES[job.state]}>{t(`state.${job.state}`)}</StatusPill>
      </Td>
      <Td className="tabular-nums">
        <span className="inline-block max-w-[420px] whitespace-normal">{words.progress(job)}</span>
        {job.attempts > 0 && <Aside>{t("attempts", { count: job.attempts, error: words.error(job) })}</Aside>}
      </Td>
      <Td phone="end" className="max-w-[120px] truncate text-dim xl:max-w-[180px]">
        {words.by(job)}
      </Td>
      <Td>
        {at !== null &&
          // What is still to come has no age.
          (which === "next" ? (
            <ExactTime iso={at.toISOString()} as="stampShort" />
          ) : (
            <RelativeTime iso={at.toISOString()} />
          ))}
      </Td>
      {mayManage && which !== "ended" && (
        <Td phone="end">
          {which === "failed" && <JobButton id={job.id} does="retry" />}
          {which === "next" && isOrdered(job) && <JobButton id={job.id} does="cancel" />}
        </Td>
      )}
    </Tr>
  );
}

/** A repeated job begins anew by itself: there is nothing to cancel. */
function isOrdered({ kind }: Job): boolean {
  return rulesOf(kind)?.everyMs == null;
}
