import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ProxyWarnings } from "@/components/settings/proxy-warnings";
import { SiteForm } from "@/components/settings/site-form";
import { StandingWarnings } from "@/components/settings/standing-warnings";
import { SiteChecks } from "@/components/site-checks/site-checks";
import { AddSite } from "@/components/sites/add-site";
import { SiteStateLine } from "@/components/sites/site-state";
import { SiteStateButtons } from "@/components/sites/site-state-buttons";
import { SitesTable } from "@/components/sites/sites-table";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { ShortId } from "@/components/ui/short-id";
import { may } from "@/lib/db/access/permissions";
import { isOfSeveral } from "@/lib/db/access/scope";
import { connectUrl, isSandbox } from "@/lib/env";
import { mergeByKind, readMisfits } from "@/lib/http/hosts/misfits";
import { getRuntime } from "@/lib/runtime";
import { isOpenAddress } from "@/lib/settings-together";
import { readEntry } from "@/lib/sites/addresses/address";
import { checksAddresses } from "@/lib/sites/addresses/weakness";
import { listCredentials } from "@/lib/sites/credentials/credentials-store";
import { isWeakKeyInUse } from "@/lib/sites/credentials/weak-key";
import { type SiteState, stateOfSite } from "@/lib/sites/life/site-state";
import { type ListedSite, listSites } from "@/lib/sites/life/sites-store";
import { revisionOf } from "@/lib/sites/settings/change-settings";
import { findSiteSettings, type SiteWithSettings } from "@/lib/sites/settings/settings-store";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SitesPage() {
  const { scope, reach } = await requireStaff("settings:read");
  const { database, env, receiving, proxyWatch } = getRuntime();
  const [t, site, listed] = await Promise.all([
    getTranslations("settings"),
    findSiteSettings(scope, database.prisma),
    listSites(scope, database.prisma),
  ]);
  const sites = listed.map((one) => ({ ...one, state: stateOfSite(one) }));
  const mayManage = may(scope, "sites:manage");
  const several = isOfSeveral(scope);
  const weakKey = await isWeakKeyInUse(database.prisma, env.ANYTIME_WEBHOOK_KEY);
  const credentials = site === null ? [] : await listCredentials(scope, database.prisma, site.id);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={mayManage && reach.beyondSites && <AddSite addresses={env.ANYTIME_ALLOWED_IPS.join("\n")} />}
      />
      {site !== null && !several && (
        <StandingWarnings
          publicRef={credentials.some(({ refPublic }) => refPublic)}
          addressesChecked={checksAddresses(site.allowedIps, receiving.development)}
          sandbox={isSandbox(env)}
          weakKey={weakKey}
          plainHttp={[env.APP_URL, connectUrl(env), env.ANYTIME_CONNECT_ORIGIN].some(isOpenAddress)}
        />
      )}
      <ProxyWarnings
        misfits={mergeByKind(proxyWatch.atStart, readMisfits(await headers()))}
        unknownProxy={proxyWatch.lastUnknownProxy()}
      />
      {several ? (
        <SitesTable sites={sites} mayManage={mayManage} />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-2">
          {site === null ? (
            <Notice>{t("site.empty")}</Notice>
          ) : (
            <Panel title={t("form.title")}>
              <SiteForm
                siteId={site.id}
                revision={revisionOf(site)}
                values={toValues(site, receiving.development)}
                canWrite={may(scope, "settings:write")}
              />
            </Panel>
          )}
          <div className="flex min-w-0 flex-col gap-4">
            {sites.map((one) => (
              <ConnectionPanel key={one.id} site={one} mayManage={mayManage} />
            ))}
            {site !== null && may(scope, "settings:write") && <SiteChecks siteId={site.id} />}
          </div>
        </div>
      )}
    </>
  );
}

interface ConnectionPanelProps {
  site: ListedSite & { readonly state: SiteState };
  mayManage: boolean;
}

async function ConnectionPanel({ site, mayManage }: ConnectionPanelProps) {
  const [t, words] = [await getTranslations("settings.site"), await getTranslations("sites.list")];
  const { env } = getRuntime();
  const callback = `${env.APP_URL}/api/webhooks/anytime/••••••••`;
  const facts = [
    { key: "state", label: words("columns.state"), value: <SiteStateLine {...site} /> },
    { key: "partnerId", label: t("partnerId"), value: <ShortId value={site.partnerId} head={6} /> },
    { key: "bank", label: t("bank"), value: isSandbox(env) ? t("sandbox") : t("live") },
    {
      key: "callback",
      label: t("callback"),
      value: <span className="font-mono text-[12px]">{callback}</span>,
    },
  ];
  return (
    <Panel
      title={t("title")}
      actions={mayManage && <SiteStateButtons id={site.id} name={site.name} state={site.state} />}
    >
      <Facts facts={facts} />
    </Panel>
  );
}

function toValues(site: SiteWithSettings, development: boolean) {
  const { name, domain, language, supportContact, allowedIps, stalenessMode, stalenessSeconds } = site;
  return {
    name,
    domain,
    language,
    supportContact: supportContact ?? "",
    addresses: allowedIps.map((entry) => ({ entry, meaning: readEntry(entry, development) })),
    stalenessMode,
    stalenessSeconds,
  };
}
