import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { connectWords } from "@/app/connect/[session]/connect-words";
import { ConnectPageForm } from "@/components/connect-settings/connect-page-form";
import { ConnectPreview } from "@/components/connect-settings/connect-preview";
import { LogoPanel } from "@/components/connect-settings/logo-panel";
import { firstValues } from "@/components/filters/href";
import { Link } from "@/components/navigation/link";
import { ChooseSite } from "@/components/sites/choose-site";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { isOfSeveral } from "@/lib/db/access/scope";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { getRuntime } from "@/lib/runtime";
import { readLook } from "@/lib/sites/connect-page/look";
import { connectRevisionOf } from "@/lib/sites/connect-page/save-settings";
import { readConnectSite, type StoredConnectSettings } from "@/lib/sites/connect-page/settings-store";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectPage"))("title") };
}

export default async function ConnectSettingsPage({ searchParams }: PageProps<"/settings/connect">) {
  const { scope } = await requireStaff("settings:read");
  const { database, env } = getRuntime();
  const [t, site] = await Promise.all([
    getTranslations("connectPage"),
    readConnectSite(scope, database.prisma),
  ]);
  const canWrite = may(scope, "settings:write");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {env.CONNECT_URL === undefined && (
        <Notice tone="warn" title={t("sharedTitle")} className="mb-4">
          {t("shared")}
        </Notice>
      )}
      {isOfSeveral(scope) && <ChooseSite />}
      {!isOfSeveral(scope) && site !== null && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_400px]">
          <Panel title={t("form.title")}>
            <ConnectPageForm site={site} revision={connectRevisionOf(site)} canWrite={canWrite} />
          </Panel>
          <div className="flex min-w-0 flex-col gap-4">
            <LogoPanel
              siteId={site.siteId}
              url={site.logoVersion && `/api/connect/logo/${site.siteId}?v=${site.logoVersion}`}
              canWrite={canWrite}
            />
            <Preview scope={scope} site={site} language={firstValues(await searchParams).preview} />
          </div>
        </div>
      )}
    </>
  );
}

interface PreviewProps {
  scope: Scope;
  site: StoredConnectSettings;
  /** As the URL has it; otherwise that of whoever looks. */
  language: string | undefined;
}

/** The connect page with the saved settings, and our words where the site has none of its own. */
async function Preview({ scope, site, language }: PreviewProps) {
  const { database } = getRuntime();
  const [words, own, reader] = await Promise.all([
    getTranslations("connectPage.preview"),
    findFirstSite(scope, database.prisma),
    getLocale(),
  ]);
  if (own === null || own.id !== site.siteId) return null;
  const asked = isLocale(language) ? language : reader;
  const locale = isLocale(asked) ? asked : DEFAULT_LOCALE;
  const look = readLook(site, site.logoVersion);
  const reading = own.statesBankReading;
  const strings = connectWords(await getTranslations({ locale, namespace: "connect" }), {
    ...{ site: own.name, name: words("name"), contact: own.supportContact },
    ...{ leadsBack: false, browser: "other", own: look.words[locale] },
    states: {
      ...{ reading, holder: reading && own.keepsCardHolder, balance: reading && own.keepsCardBalance },
    },
  });
  return (
    <ConnectPreview
      title={words("title")}
      hint={words("hint")}
      button={words("button")}
      language={locale}
      languages={(["en", "fr"] as const).map((one) => (
        <Link
          key={one}
          href={`/settings/connect?preview=${one}`}
          scroll={false}
          aria-current={one === locale}
          className="text-table text-accent hover:underline aria-current:font-semibold aria-current:text-ink"
        >
          {words(one)}
        </Link>
      ))}
      siteName={own.name}
      accentColour={look.accentColour}
      logoUrl={look.logoUrl}
      strings={strings}
      hasNotice={look.privacyUrl !== null}
    />
  );
}
