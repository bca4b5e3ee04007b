import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { SearchField } from "@/components/filters/search-field";
import { FunnelStrip } from "@/components/funnel/funnel-strip";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { FigureStrip } from "@/components/ui/figure-strip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { InviteDialog } from "@/components/users/invite-dialog";
import { SharedAccounts } from "@/components/users/shared-accounts";
import { UsersTable } from "@/components/users/users-table";
import { countUnattributedCards } from "@/lib/cards/attribution/attribution-store";
import { may } from "@/lib/db/access/permissions";
import { readCursor } from "@/lib/db/cursor";
import { readRecentFunnel } from "@/lib/links/funnel/funnel-recent";
import { listSharedAccounts } from "@/lib/links/funnel/funnel-store";
import { countOrphanTokens } from "@/lib/links/users/user-history-store";
import { countLinkedUsers, listLinkedUsers } from "@/lib/links/users/users-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const PAGE_SIZE = 50;
const MOST_SHARED = 20;
const STATES = ["active", "connecting", "invited", "revoked"] as const;
const filtersSchema = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  state: z.enum(STATES).optional().catch(undefined),
  attention: z.enum(["not_me", "unconfirmed"]).optional().catch(undefined),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: PageProps<"/users">) {
  const { scope, role } = await requireStaff("users:read");
  const db = getRuntime().database.prisma;
  const query = firstValues(await searchParams);
  const filters = filtersSchema.parse(query);
  const [t, locale, page, counts, unattributed, unowned, shared, funnel] = await Promise.all([
    getTranslations("users"),
    getLocale(),
    listLinkedUsers(scope, db, filters, { after: readCursor(query.after), limit: PAGE_SIZE }),
    countLinkedUsers(scope, db),
    countUnattributedCards(scope, db),
    countOrphanTokens(scope, db),
    listSharedAccounts(scope, db, MOST_SHARED),
    readRecentFunnel(scope, db),
  ]);
  const filtered = (filters.q ?? "") !== "" || filters.state !== undefined || filters.attention !== undefined;
  const invite = may(role, "users:write") ? <InviteDialog /> : null;
  const figures = STATES.map((state) => ({
    key: state,
    label: t(`state.${state}`),
    value: counts[state].toLocaleString(locale),
    current: filters.state === state,
    href: hrefWith("/users", query, { after: null, state: filters.state === state ? null : state }),
  }));
  return (
    <>
      <LiveRefresh kinds={["linked_user", "token", "card", "transaction"]} />
      <PageHeader title={t("title")} badges={<LiveIndicator />} actions={invite} />
      {shared.length > 0 && <SharedAccounts accounts={shared} />}
      <FigureStrip
        narrow
        label={t("title")}
        figures={[
          ...figures,
          {
            key: "unattributed",
            label: t("unattributedCards"),
            value: unattributed.toLocaleString(locale),
            href: "/transactions/unattributed",
            ...(unattributed > 0 ? { tone: "hold" as const } : {}),
          },
          {
            key: "unowned",
            label: t("unownedTokens"),
            value: unowned.toLocaleString(locale),
            href: "/users/unowned",
            ...(unowned > 0 ? { tone: "hold" as const } : {}),
          },
        ]}
      />
      {funnel.opened > 0 && <FunnelStrip funnel={funnel} />}
      <FilterBar>
        <SearchField label={t("search")} />
        {filters.attention !== undefined && (
          <FilterChip active href={hrefWith("/users", query, { attention: null, after: null })}>
            {t(`attention.${filters.attention}`)}
          </FilterChip>
        )}
      </FilterBar>
      <Panel flush>
        {page.rows.length === 0 ? (
          <EmptyState
            icon={<Users />}
            title={filtered ? t("noMatch") : t("empty")}
            text={filtered ? t("noMatchText") : t("emptyText")}
            {...(filtered || invite === null ? {} : { action: invite })}
          />
        ) : (
          <UsersTable rows={page.rows} />
        )}
      </Panel>
      <Pagination
        newerHref={query.after === undefined ? null : hrefWith("/users", query, { after: null })}
        olderHref={page.next === null ? null : hrefWith("/users", query, { after: page.next })}
      />
    </>
  );
}
