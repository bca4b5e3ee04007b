import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { UnownedTable } from "@/components/tokens/unowned-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { listUnownedTokens } from "@/lib/links/tokens/assign-token-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const MOST = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

export default async function UnownedPage() {
  const { scope } = await requireStaff("users:read");
  const [t, tokens] = await Promise.all([
    getTranslations("tokens"),
    listUnownedTokens(scope, getRuntime().database.prisma, MOST),
  ]);
  return (
    <>
      <LiveRefresh kinds={["token", "linked_user"]} />
      <PageHeader title={t("title")} badges={<LiveIndicator />} lead={t("lead")} />
      <Panel flush>
        {tokens.length === 0 ? (
          <EmptyState icon={<KeyRound />} title={t("empty")} text={t("emptyText")} />
        ) : (
          <UnownedTable
            tokens={tokens}
            mayAssign={may(scope, "tokens:assign")}
            mayConfirm={may(scope, "tokens:confirm")}
          />
        )}
      </Panel>
    </>
  );
}
