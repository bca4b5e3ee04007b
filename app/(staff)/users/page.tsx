import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ButtonLink } from "@/components/controls/button-link";
import { ForeignPage } from "@/components/filters/foreign-page";
import { firstValues, hrefWith, type Query } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { FunnelStrip } from "@/components/funnel/funnel-strip";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ViewsMenu } from "@/components/saved-views/views-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { FigureStrip } from "@/components/ui/figure-strip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { UserFilterBar } from "@/components/user-list/user-filters";
import { UsersTable } from "@/components/user-list/users-table";
import { SelectionProvider } from "@/components/user-selection/selection";
import { SelectionBar } from "@/components/user-selection/selection-bar";
import { InviteDialog } from "@/components/users/invite-dialog";
import { InviteLink } from "@/components/users/invite-link";
import { SharedAccounts } from "@/components/users/shared-accounts";
import { countUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { hasRecentFunnel, readRecentFunnel } from "@/lib/links/funnel/funnel-recent";
import { listSharedAccounts } from "@/lib/links/funnel/funnel-store";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import {
  isFiltered,
  type UserFilters,
  userFiltersSchema,
  userListKey,
  userView,
} from "@/lib/links/listing/user-filters";
import { listTags } from "@/lib/links/notes/tags-store";
import { NEED_HELP, type Standing } from "@/lib/links/standing/standing";
import { countStandings } from "@/lib/links/standing/standing-counts-store";
import { countOrphanTokens } from "@/lib/links/timeline/user-history-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { readLists } from "@/lib/staff/read-lists";
import { listViews } from "@/lib/views/views-store";
import { readUserDisplay } from "./read-display";

const PAGE_SIZE = 50;
const MOST_SHARED = 20;
const FIGURES: readonly { key: Standing | "needHelp"; standings: readonly Standing[] }[] = [
  { key: "active", standings: ["active"] },
  { key: "connecting", standings: ["connecting"] },
  { key: "invited", standings: ["invited"] },
  { key: "needHelp", standings: NEED_HELP },
  { key: "revoked", standings: ["revoked"] },
];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: PageProps<"/users">) {
  const { scope } = await requireStaff("users:read");
  const db = getRuntime().database.prisma;
  const query = firstValues(await searchParams);
  const filters = userFiltersSchema.parse(query);
  if (filters.q !== undefined && filters.q !== "") getRuntime().sights.searched(scope);
  const { after, isForeign } = readAfter(userListKey(filters), query.after);
  const [t, locale, page, counts, unattributed, unowned, shared, tags, views, display, opened] =
    await Promise.all([
      getTranslations("users"),
      getLocale(),
      readLists((reader) =>
        listLinkedUsers(scope, reader, filters, {
          after,
          limit: PAGE_SIZE,
        }),
      ),
      countStandings(scope, db),
      countUnattributedCards(scope, db),
      countOrphanTokens(scope, db),
      listSharedAccounts(scope, db, MOST_SHARED),
      listTags(scope, db),
      listViews(scope, db, "people"),
      readUserDisplay(scope, db, query),
      hasRecentFunnel(scope, db),
    ]);
  const ids = page.rows.map(({ id }) => id);
  const filtered = isFiltered(filters);
  const invite = may(scope, "users:write") ? <InviteDialog /> : null;
  const actions = invite !== null && (
    <>
      <ButtonLink href="/users/outage">{t("outage")}</ButtonLink>
      <ButtonLink href="/users/import">{t("import")}</ButtonLink>
      {invite}
    </>
  );
  return (
    <>
      <LiveRefresh kinds={["linked_user", "token", "card", "transaction"]} />
      <PageHeader title={t("title")} badges={<LiveIndicator />} actions={actions} />
      {shared.length > 0 && <SharedAccounts accounts={shared} />}
      <FigureStrip
        narrow
        label={t("title")}
        figures={[
          ...listFigures({ query, filters, counts, t, locale }),
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
      {opened && (
        <Suspense fallback={<FunnelStrip funnel={null} />}>
          <RecentFunnel scope={scope} />
        </Suspense>
      )}
      <UserFilterBar
        query={query}
        filters={filters}
        filtered={filtered}
        findsByName={may(scope, "personal_data:read")}
        tags={tags}
        display={display}
        views={
          <ViewsMenu
            list="people"
            path="/users"
            {...{ views, query }}
            kept={userView(query)}
            me={scope.actor.id}
            mayShare={may(scope, "views:share")}
            mayManage={may(scope, "views:manage")}
          />
        }
      />
      <ForeignPage isForeign={isForeign} />
      <SelectionProvider page={ids}>
        <Panel flush>
          {page.rows.length === 0 ? (
            <EmptyState
              icon={<Users />}
              title={filtered ? t("noMatch") : t("empty")}
              text={t(whyEmpty(scope, filters, filtered))}
              {...(filtered || invite === null ? {} : { action: <InviteLink /> })}
            />
          ) : (
            <UsersTable rows={page.rows} display={display} />
          )}
        </Panel>
        <SelectionBar
          filters={filters}
          more={page.more}
          page={ids}
          tags={tags}
          mayWrite={may(scope, "users:write")}
          mayMail={getRuntime().mailer !== null}
          mayExport={may(scope, "users:export")}
        />
      </SelectionProvider>
      {page.next === null && page.more && (
        <p className="mt-3 text-table text-dim">{t("bestMatches", { count: PAGE_SIZE })}</p>
      )}
      <Pagination
        newerHref={after === null ? null : hrefWith("/users", query, { after: null })}
        olderHref={page.next === null ? null : hrefWith("/users", query, { after: page.next })}
      />
    </>
  );
}

/** What an empty list says: a role that may not see personal data finds nobody by it. */
function whyEmpty(scope: Scope, { q }: UserFilters, filtered: boolean) {
  if (q !== undefined && !may(scope, "personal_data:read")) return "noMatchCode";
  if (filtered) return "noMatchText";
  return may(scope, "users:write") ? "emptyText" : "emptyTextRead";
}

interface FiguresProps {
  readonly query: Query;
  readonly filters: UserFilters;
  readonly counts: Awaited<ReturnType<typeof countStandings>>;
  readonly t: Awaited<ReturnType<typeof getTranslations<"users">>>;
  readonly locale: string;
}

/** How many there are of each standing: each figure filters the list by it. */
function listFigures({ query, filters, counts, t, locale }: FiguresProps) {
  const chosen = (filters.state ?? []).join();
  return FIGURES.map(({ key, standings }) => {
    const current = chosen === standings.join();
    return {
      key,
      label: key === "needHelp" ? t("needHelp") : t(`state.${key}`),
      value: standings.reduce((sum, standing) => sum + counts[standing], 0).toLocaleString(locale),
      current,
      href: hrefWith("/users", query, { after: null, state: current ? null : standings.join() }),
    };
  });
}

/** Comes when it is there: it sums a month, and nobody waits for it. */
async function RecentFunnel({ scope }: { scope: Scope }) {
  return <FunnelStrip funnel={await readRecentFunnel(scope, getRuntime().database.prisma)} />;
}
