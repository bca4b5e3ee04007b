import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CredentialPanel } from "@/components/credentials/credential-panel";
import { StandingWarnings } from "@/components/settings/standing-warnings";
import { ChooseSite } from "@/components/sites/choose-site";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { isOfSeveral } from "@/lib/db/access/scope";
import { connectUrl, isSandbox } from "@/lib/env";
import { getRuntime } from "@/lib/runtime";
import { isOpenAddress } from "@/lib/settings-together";
import { checksAddresses } from "@/lib/sites/addresses/weakness";
import { listCredentials } from "@/lib/sites/credentials/credentials-store";
import { isWeakKeyInUse } from "@/lib/sites/credentials/weak-key";
import { findSiteSettings } from "@/lib/sites/settings/settings-store";
import { requireStaff } from "@/lib/staff/authorise";

const KINDS = ["webhook_key", "partner_ref"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.keys"))("title") };
}

export default async function KeysPage() {
  const { scope } = await requireStaff("settings:read");
  const { database, env, receiving } = getRuntime();
  const [t, site] = await Promise.all([
    getTranslations("settings"),
    findSiteSettings(scope, database.prisma),
  ]);
  const header = <PageHeader title={t("keys.title")} lead={t("keys.lead")} />;
  if (site === null || isOfSeveral(scope)) {
    return (
      <>
        {header}
        {site === null ? <Notice>{t("site.empty")}</Notice> : <ChooseSite />}
      </>
    );
  }
  const weakKey = await isWeakKeyInUse(database.prisma, env.ANYTIME_WEBHOOK_KEY);
  const credentials = await listCredentials(scope, database.prisma, site.id);
  return (
    <>
      {header}
      <StandingWarnings
        publicRef={credentials.some(({ refPublic }) => refPublic)}
        addressesChecked={checksAddresses(site.allowedIps, receiving.development)}
        sandbox={isSandbox(env)}
        weakKey={weakKey}
        plainHttp={[env.APP_URL, connectUrl(env), env.ANYTIME_CONNECT_ORIGIN].some(isOpenAddress)}
      />
      <Panel title={t("keys.callback")} className="mb-4">
        <p className="font-mono text-[12px] [overflow-wrap:anywhere]">{`${env.APP_URL}/api/webhooks/anytime/••••••••`}</p>
        <p className="mt-2 text-label text-dim">{t("keys.callbackText")}</p>
      </Panel>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-2">
        {KINDS.map((kind) => {
          const ours = credentials.filter((credential) => credential.kind === kind);
          const current = ours.find(({ slot }) => slot === "current");
          const previous = ours.find(({ slot }) => slot === "previous") ?? null;
          return (
            current !== undefined && (
              <CredentialPanel
                key={kind}
                kind={kind}
                siteId={site.id}
                current={current}
                previous={previous}
                canWrite={may(scope, "settings:write")}
              />
            )
          );
        })}
      </div>
    </>
  );
}
