import { ListChecks } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JobsTable } from "@/components/jobs/jobs-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { listJobs } from "@/lib/jobs/jobs-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const MOST = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("title") };
}

export default async function JobsPage() {
  const { scope } = await requireStaff("settings:read");
  const [t, jobs] = await Promise.all([
    getTranslations("jobs"),
    listJobs(scope, getRuntime().database.prisma, MOST),
  ]);
  const mayManage = may(scope, "jobs:manage");
  const panels = [
    { which: "next" as const, jobs: jobs.filter(({ state }) => state === "queued" || state === "running") },
    { which: "failed" as const, jobs: jobs.filter(({ state }) => state === "failed") },
    { which: "ended" as const, jobs: jobs.filter(({ state }) => state === "done" || state === "cancelled") },
  ].filter((panel) => panel.jobs.length > 0);
  return (
    <>
      <LiveRefresh kinds={["job"]} />
      <PageHeader title={t("title")} lead={t("lead")} />
      {panels.length === 0 && (
        <Panel flush>
          <EmptyState icon={<ListChecks />} title={t("empty")} text={t("emptyText")} />
        </Panel>
      )}
      {panels.map((panel) => (
        <Panel key={panel.which} flush title={t(`${panel.which}.title`)} className="mb-4">
          <JobsTable {...panel} mayManage={mayManage} />
        </Panel>
      ))}
    </>
  );
}
