import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectPageForm } from "@/components/connect-settings/connect-page-form";
import { LogoPanel } from "@/components/connect-settings/logo-panel";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { getRuntime } from "@/lib/runtime";
import { connectRevisionOf } from "@/lib/sites/connect-settings";
import { readConnectSite } from "@/lib/sites/site-store";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectPage"))("title") };
}

export default async function ConnectSettingsPage() {
  const { scope, role } = await requireStaff("settings:read");
  const { database, env } = getRuntime();
  const [t, site] = await Promise.all([
    getTranslations("connectPage"),
    readConnectSite(scope, database.prisma),
  ]);
  const canWrite = may(role, "settings:write");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {env.CONNECT_URL === undefined && (
        <Notice tone="warn" title={t("sharedTitle")} className="mb-4">
          {t("shared")}
        </Notice>
      )}
      {site !== null && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_320px]">
          <Panel title={t("form.title")}>
            <ConnectPageForm site={site} revision={connectRevisionOf(site)} canWrite={canWrite} />
          </Panel>
          <LogoPanel
            siteId={site.siteId}
            url={site.logoVersion && `/api/connect/logo/${site.siteId}?v=${site.logoVersion}`}
            canWrite={canWrite}
          />
        </div>
      )}
    </>
  );
}
