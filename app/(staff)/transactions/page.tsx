import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { DrawerLayout } from "@/components/controls/drawer";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveTable } from "@/components/transactions/live-table";
import { TransactionDrawer } from "@/components/transactions/transaction-drawer";
import { TransactionFigures } from "@/components/transactions/transaction-figures";
import { TransactionFilterBar } from "@/components/transactions/transaction-filters";
import { HeaderToolsSlot } from "@/components/ui/header-tools";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { readSpendByDay } from "@/lib/cards/spend/spend-store";
import { transactionFiltersSchema } from "@/lib/cards/transactions/transaction-filters";
import {
  listTransactions,
  readTransaction,
  readTransactionTotals,
} from "@/lib/cards/transactions/transactions-store";
import { readCursor } from "@/lib/db/cursor";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const PAGE_SIZE = 50;
const SPEND_DAYS = 30;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("transactions"))("title") };
}

export default async function TransactionsPage({ searchParams }: PageProps<"/transactions">) {
  const { scope } = await requireStaff("transactions:read");
  const { database, env } = getRuntime();
  const db = database.prisma;
  const query = firstValues(await searchParams);
  const filters = transactionFiltersSchema.parse(query);
  const openId = z.uuid().safeParse(query.open).data ?? null;
  const [t, page, totals, spend, open, user] = await Promise.all([
    getTranslations("transactions"),
    listTransactions(scope, db, filters, { after: readCursor(query.after), limit: PAGE_SIZE }),
    readTransactionTotals(scope, db, filters),
    readSpendByDay(scope, db, SPEND_DAYS),
    openId === null ? null : readTransaction(scope, db, openId),
    filters.user === undefined ? null : readLinkedUser(scope, db, filters.user),
  ]);
  const filtered = Object.values(filters).some((value) => value !== undefined && value !== "");
  const closeHref = hrefWith("/transactions", query, { open: null });
  return (
    <>
      <PageHeader title={t("title")} badges={<LiveIndicator />} actions={<HeaderToolsSlot />} />
      <TransactionFigures totals={totals} spend={spend} query={query} />
      <TransactionFilterBar query={query} userName={user?.name ?? null} />
      <DrawerLayout
        drawer={
          open !== null && (
            <TransactionDrawer
              key={open.id}
              transaction={open}
              closeHref={closeHref}
              link={`${env.APP_URL}/transactions?open=${open.id}`}
            />
          )
        }
      >
        <Panel flush>
          <LiveTable
            key={JSON.stringify([filters, query.after])}
            rows={page.rows}
            query={query}
            openId={openId}
            limit={PAGE_SIZE}
            insertable={!filtered && query.after === undefined}
            empty={
              filtered
                ? { title: t("noMatch"), text: t("noMatchText") }
                : { title: t("empty"), text: t("emptyText") }
            }
          />
        </Panel>
        <Pagination
          newerHref={query.after === undefined ? null : hrefWith("/transactions", query, { after: null })}
          olderHref={
            page.next === null ? null : hrefWith("/transactions", query, { after: page.next, open: null })
          }
        />
      </DrawerLayout>
    </>
  );
}
