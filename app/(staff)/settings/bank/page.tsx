import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyPanel } from "@/components/bank-api/key-panel";
import { ReadingForm } from "@/components/bank-api/reading-form";
import { type ReadingState, ReadingStatus } from "@/components/bank-api/reading-status";
import { UntoldPanel } from "@/components/bank-api/untold-panel";
import { ChooseSite } from "@/components/sites/choose-site";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { readBudget } from "@/lib/bank-api/budget-store";
import { listKeys } from "@/lib/bank-api/keys-store";
import { readReadingSettings } from "@/lib/bank-api/reading-settings-store";
import { listUntold, readProgress, readRefusedOutcome } from "@/lib/bank-api/readings-store";
import { daysOfRound } from "@/lib/bank-api/round-days";
import { may } from "@/lib/db/access/permissions";
import { isOfSeveral } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { findSiteSettings } from "@/lib/sites/settings/settings-store";
import { requireStaff } from "@/lib/staff/authorise";

const MOST_UNTOLD = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bankApi"))("title") };
}

/** Reading through the bank's API: whether it works, its keys, what is read, and how often the bank is called. */
export default async function BankApiPage() {
  const { scope } = await requireStaff("settings:read");
  const { database, bank } = getRuntime();
  const db = database.prisma;
  const [t, site] = await Promise.all([getTranslations("bankApi"), findSiteSettings(scope, db)]);
  const header = <PageHeader title={t("title")} lead={t("lead")} />;
  const settings = site === null ? null : await readReadingSettings(scope, db, site.id);
  if (site === null || settings === null || isOfSeveral(scope)) {
    return (
      <>
        {header}
        {site === null ? <Notice>{t("noSite")}</Notice> : <ChooseSite />}
      </>
    );
  }
  const [keys, budget, progress, refused, untold] = await Promise.all([
    listKeys(scope, db, site.id),
    readBudget(scope, db, site.id),
    readProgress(scope, db, site.id),
    readRefusedOutcome(scope, db, site.id),
    listUntold(scope, db, site.id, MOST_UNTOLD + 1),
  ]);
  const canWrite = may(scope, "settings:write");
  const isTold = settings.statesBankReading || progress.readable > 0;
  const answering = bank.circuitOpen ? "no_answer" : (refused ?? "on");
  const stated = !settings.readsBank ? "stopped" : isTold ? answering : "not_stated";
  const state: ReadingState = keys.length === 0 ? "no_key" : stated;
  return (
    <>
      {header}
      <ReadingStatus
        state={state}
        readable={progress.readable}
        read={progress.read}
        days={daysOfRound(progress.calls, budget)}
        used={budget.usedToday}
        perDay={budget.callsPerDay}
        halvings={budget.halvings}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-2">
        <KeyPanel siteId={site.id} keys={keys} canWrite={canWrite} />
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t("form.title")}>
            <ReadingForm siteId={site.id} settings={settings} canWrite={canWrite} />
          </Panel>
          <UntoldPanel users={untold.slice(0, MOST_UNTOLD)} more={untold.length > MOST_UNTOLD} />
        </div>
      </div>
    </>
  );
}
