import { Filter } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { firstValues } from "@/components/filters/href";
import { FunnelFailures } from "@/components/funnel/funnel-failures";
import { FunnelFilterBar } from "@/components/funnel/funnel-filters";
import { FunnelSteps } from "@/components/funnel/funnel-steps";
import { LiveRefresh } from "@/components/live/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { InviteLink } from "@/components/users/invite-link";
import { may } from "@/lib/db/access/permissions";
import { readFunnel } from "@/lib/links/funnel/funnel-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const filtersSchema = z.object({
  days: z.enum(["7", "30", "90"]).catch("30"),
  language: z.enum(["en", "fr"]).optional().catch(undefined),
  device: z.enum(["phone", "tablet", "desktop"]).optional().catch(undefined),
});
const DAYS = { "7": 7, "30": 30, "90": 90 } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funnel"))("title") };
}

export default async function FunnelPage({ searchParams }: PageProps<"/users/funnel">) {
  const { scope } = await requireStaff("users:read");
  const query = firstValues(await searchParams);
  const filters = filtersSchema.parse(query);
  const [t, funnel] = await Promise.all([
    getTranslations("funnel"),
    readFunnel(scope, getRuntime().database.prisma, { ...filters, days: DAYS[filters.days] }),
  ]);
  const mayInvite = may(scope, "users:write");
  return (
    <>
      <LiveRefresh kinds={["connect_session", "token"]} />
      <PageHeader title={t("title")} lead={t("lead")} />
      <FunnelFilterBar query={{ ...query, days: filters.days }} />
      {funnel.opened === 0 ? (
        <Panel flush>
          <EmptyState
            icon={<Filter />}
            title={t("none")}
            text={t(mayInvite ? "noneText" : "noneTextRead")}
            {...(mayInvite && { action: <InviteLink /> })}
          />
        </Panel>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_360px]">
          <FunnelSteps funnel={funnel} />
          <FunnelFailures failures={funnel.failures} />
        </div>
      )}
    </>
  );
}
