import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { z } from "zod";
import { DrawerLayout } from "@/components/controls/drawer";
import { ExportButton } from "@/components/exports/export-button";
import { firstValues, hrefWith, type Query } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { FetchPaymentsButton } from "@/components/jobs/fetch-payments-button";
import { LiveIndicator } from "@/components/live/live-indicator";
import { PauseButton } from "@/components/live/pause-button";
import { ChartsComing, ChartsSwitch } from "@/components/payment-charts/charts-switch";
import { SimilarPayments } from "@/components/payment-drawer/similar-payments";
import { TransactionDrawer } from "@/components/payment-drawer/transaction-drawer";
import { NotesPanel } from "@/components/payment-notes/notes-panel";
import { ViewsMenu } from "@/components/saved-views/views-menu";
import { describeFilters } from "@/components/transaction-filters/filter-words";
import { TransactionFilterBar } from "@/components/transaction-filters/transaction-filters";
import { LiveTable } from "@/components/transactions/live-table";
import { SearchedBack } from "@/components/transactions/searched-back";
import { TransactionFigures } from "@/components/transactions/transaction-figures";
import type { Arriving } from "@/components/transactions/use-arrivals";
import { TwinNotice } from "@/components/twins/twin-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { InviteLink } from "@/components/users/invite-link";
import { isBankDay } from "@/lib/anytime/values/bank-day";
import { readTransactionFilters, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { paymentView } from "@/lib/cards/listing/payment-view";
import { readSpendByDay } from "@/lib/cards/spend/spend-store";
import { readCount } from "@/lib/cards/totals/count-job";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { readLists } from "@/lib/staff/read-lists";
import { listViews } from "@/lib/views/views-store";
import { Charts } from "./charts";
import { readPaymentDisplay } from "./read-display";
import { readOpen } from "./read-open";
import { PAGE_SIZE, readFilterWords, readPage } from "./read-page";

const PATH = "/transactions";
const SPEND_DAYS = 30;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("transactions"))("title") };
}

export default async function TransactionsPage({ searchParams }: PageProps<"/transactions">) {
  const { scope } = await requireStaff("transactions:read");
  const { database, env } = getRuntime();
  const db = database.prisma;
  const query = firstValues(await searchParams);
  const { filters } = readTransactionFilters(query);
  // Words find payments by whose card it was, too.
  if (filters.q !== undefined) getRuntime().sights.searched(scope);
  const openId = z.uuid().safeParse(query.open).data ?? null;
  const [t, tFilters, page, words, open, display, views] = await Promise.all([
    getTranslations("transactions"),
    getTranslations("transactions.filters"),
    readLists((reader) => readPage(scope, reader, query)),
    readFilterWords(scope, db, filters, await getLocale()),
    readOpen(scope, db, openId),
    readPaymentDisplay(scope, db, query),
    listViews(scope, db, "payments"),
  ]);
  const mayWrite = may(scope, "transactions:write");
  const hrefOf = (id: string) => hrefWith(PATH, query, { open: id });
  const twin = open === null ? null : twinOf(open, mayWrite);
  return (
    <>
      <PageHeader
        title={t("title")}
        badges={<LiveIndicator />}
        actions={
          <>
            <PauseButton />
            {may(scope, "payments:fetch") && <FetchPaymentsButton userId={null} {...askedFetch(query)} />}
            {may(scope, "transactions:export") && (
              <ExportButton
                query={filters}
                columns={display.columns.join(",")}
                filters={describeFilters(filters, words.names, tFilters).map(({ text }) => text)}
              />
            )}
            <ChartsSwitch isOn={query.charts === "1"} query={query} />
          </>
        }
      />
      <Suspense fallback={<TransactionFigures totals={null} spend={null} query={query} />}>
        <Figures query={query} />
      </Suspense>
      {query.charts === "1" && (
        <Suspense fallback={<ChartsComing />}>
          <Charts query={query} />
        </Suspense>
      )}
      <TransactionFilterBar
        findsByName={may(scope, "personal_data:read")}
        {...{ query, filters, display, ...words }}
        dropped={page.dropped}
        isForeignPage={page.isForeign}
        views={
          <ViewsMenu
            list="payments"
            path={PATH}
            {...{ views, query }}
            kept={paymentView({ ...query, columns: display.columns.join(",") })}
            me={scope.actor.id}
            mayShare={may(scope, "views:share")}
            mayManage={may(scope, "views:manage")}
          />
        }
      />
      <DrawerLayout
        openId={openId}
        drawer={
          open !== null && (
            <TransactionDrawer
              key={open.transaction.id}
              transaction={open.transaction}
              closeHref={hrefWith(PATH, query, { open: null })}
              link={`${env.APP_URL}${PATH}?open=${open.transaction.id}`}
              notice={twin !== null && <TwinNotice {...twin} href={hrefOf(twin.twin.row.id)} />}
            >
              <NotesPanel ids={open.ids} marks={open.marks} mayWrite={mayWrite} />
              <SimilarPayments rows={open.similar} hrefOf={hrefOf} />
            </TransactionDrawer>
          )
        }
      >
        <Panel flush>
          <LiveTable
            key={page.key}
            rows={page.rows}
            dayTotals={page.dayTotals}
            query={query}
            openId={openId}
            limit={PAGE_SIZE}
            order={page.order}
            display={display}
            arriving={arrivingOf(page, query)}
            empty={emptyOf(page, t, may(scope, "users:write"))}
          />
        </Panel>
        {page.searchedTo !== null && (
          <SearchedBack
            until={page.searchedTo.toISOString()}
            hereHref={hrefWith(PATH, query, { after: page.here })}
            furtherHref={hrefWith(PATH, query, { after: page.further, open: null })}
          />
        )}
        <Pagination
          newerHref={page.isFirst ? null : hrefWith(PATH, query, { after: null })}
          olderHref={page.older === null ? null : hrefWith(PATH, query, { after: page.older, open: null })}
        />
      </DrawerLayout>
    </>
  );
}

/** An incident leads to the question which payments to fetch, with its first day. */
function askedFetch(query: Query) {
  if (query.fetch === undefined) return {};
  const from = isBankDay(query.fetch) ? query.fetch : null;
  return { from, closedHref: hrefWith(PATH, query, { fetch: null }) };
}

function twinOf(open: NonNullable<Awaited<ReturnType<typeof readOpen>>>, mayWrite: boolean) {
  const { transaction, joined, suggested } = open;
  const twin = joined ?? suggested;
  return twin === null ? null : { id: transaction.id, twin, isJoined: joined !== null, mayWrite };
}

type Page = Awaited<ReturnType<typeof readPage>>;

function arrivingOf({ isFirst, isFiltered, order, searchedTo }: Page, query: Query): Arriving {
  const newestHref = hrefWith(PATH, query, { after: null, open: null });
  if (searchedTo !== null) return { how: "searched", newestHref };
  if (order !== "newest") return { how: "read" };
  if (!isFirst) return isFiltered ? { how: "read" } : { how: "older", newestHref };
  return { how: isFiltered ? "read" : "inserted" };
}

function emptyOf(
  { isFiltered, isTooMany, searchedTo }: Page,
  t: Awaited<ReturnType<typeof getTranslations<"transactions">>>,
  mayInvite: boolean,
) {
  if (isTooMany) return { title: t("tooMany"), text: t("tooManyText") };
  if (searchedTo !== null) return { title: t("noMatchYet"), text: t("noMatchYetText") };
  if (isFiltered) return { title: t("noMatch"), text: t("noMatchText") };
  if (!mayInvite) return { title: t("empty"), text: t("emptyTextRead") };
  return { title: t("empty"), text: t("emptyText"), action: <InviteLink /> };
}

/** The figures may take longer than the list: they come when they are there. */
async function Figures({ query }: { query: Query }) {
  const { scope } = await requireStaff("transactions:read");
  const db = getRuntime().database.prisma;
  const { filters } = readTransactionFilters(query);
  const [{ totals, count }, spend] = await Promise.all([
    readTotals(scope, filters),
    readSpendByDay(scope, db, SPEND_DAYS),
  ]);
  return <TransactionFigures {...{ totals, spend, query, count }} />;
}

/** The totals of a filter; counted exactly, if somebody had that done of late. */
async function readTotals(scope: Scope, filters: TransactionFilters) {
  const count = await readCount(scope, getRuntime().database.prisma, filters);
  const totals =
    count?.totals ?? (await readLists((reader) => readTransactionTotals(scope, reader, filters)));
  return { totals, count: count === null ? null : { ...count, at: count.at.toISOString() } };
}
