import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApiKeysTable } from "@/components/api-keys/api-keys-table";
import { NewKeyDialog } from "@/components/api-keys/new-key-dialog";
import { TryIt } from "@/components/api-keys/try-it";
import { ButtonLink } from "@/components/controls/button-link";
import { ChooseSite } from "@/components/sites/choose-site";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { isOfSeveral } from "@/lib/db/access/scope";
import { stateOfKey } from "@/lib/partner-api/keys/api-key-state";
import { listApiKeys } from "@/lib/partner-api/keys/api-keys-store";
import { getRuntime } from "@/lib/runtime";
import { findSiteSettings } from "@/lib/sites/settings/settings-store";
import { canGiveFactor, requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apiKeys"))("title") };
}

export default async function ApiKeysPage() {
  const staff = await requireStaff("settings:read");
  const { scope } = staff;
  const { database, env } = getRuntime();
  const [t, keys, site] = await Promise.all([
    getTranslations("apiKeys"),
    listApiKeys(scope, database.prisma),
    findSiteSettings(scope, database.prisma),
  ]);
  const now = new Date();
  const mayWrite = may(scope, "settings:write");
  // Whoever has not given it in this session is asked for it.
  const mayMake = mayWrite && (await canGiveFactor(staff));
  const several = isOfSeveral(scope);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={
          mayMake &&
          site !== null &&
          !several && <NewKeyDialog siteId={site.id} mayTokens={may(scope, "tokens:hand_out")} />
        }
      />
      {mayWrite && !mayMake && (
        <Notice
          tone="warn"
          title={t("factor.title")}
          action={<ButtonLink href="/account">{t("factor.action")}</ButtonLink>}
          className="mb-4"
        >
          {t("factor.text")}
        </Notice>
      )}
      <Panel flush className="mb-4">
        {keys.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={t("empty")} text={t("emptyText")} />
        ) : (
          <ApiKeysTable
            keys={keys.map((key) => ({ ...key, state: stateOfKey(key, now) }))}
            mayWrite={mayWrite}
          />
        )}
      </Panel>
      {mayMake && several && <ChooseSite />}
      <TryIt appUrl={env.APP_URL} />
    </>
  );
}
