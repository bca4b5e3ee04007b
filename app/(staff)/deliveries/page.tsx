import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { BulkDecisions } from "@/components/deliveries/bulk-decisions";
import { DeliveriesTable } from "@/components/deliveries/deliveries-table";
import { DeliveryDrawer } from "@/components/deliveries/delivery-drawer";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { DrawerLayout } from "@/components/ui/drawer";
import { EmptyState } from "@/components/ui/empty-state";
import { FigureStrip } from "@/components/ui/figure-strip";
import { FilterBar, FilterChip } from "@/components/ui/filter-chip";
import { firstValues, hrefWith } from "@/components/ui/href";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { SearchField } from "@/components/ui/search-field";
import { readCursor } from "@/lib/db/cursor";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { may } from "@/lib/staff/permissions";
import { listDeliveries, readDelivery, readDeliveryHealth } from "@/lib/webhooks/deliveries-store";
import { deliveryFiltersSchema } from "@/lib/webhooks/delivery-filters";
import { readPayload } from "@/lib/webhooks/read-payload";

const PAGE_SIZE = 50;
const EVENTS = ["token_created", "token_revoked", "card_transaction_received"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries"))("title") };
}

export default async function DeliveriesPage({ searchParams }: PageProps<"/deliveries">) {
  const { scope, role } = await requireStaff("deliveries:read");
  const mayDecide = may(role, "deliveries:decide");
  const { database, env } = getRuntime();
  const db = database.prisma;
  const query = firstValues(await searchParams);
  const filters = deliveryFiltersSchema.parse(query);
  const openId = z.uuid().safeParse(query.open).data ?? null;
  const [t, locale, page, health, open] = await Promise.all([
    getTranslations("deliveries"),
    getLocale(),
    listDeliveries(scope, db, filters, { after: readCursor(query.after), limit: PAGE_SIZE }),
    readDeliveryHealth(scope, db),
    openId === null ? null : readDelivery(scope, db, openId),
  ]);
  const filtered = Object.values(filters).some((value) => value !== undefined && value !== "");
  const to = (changes: Record<string, string | null>) =>
    hrefWith("/deliveries", query, { after: null, open: null, ...changes });
  const figure = (
    verdict: "held" | "quarantined" | "parked" | "retried",
    value: number,
    tone: "hold" | "bad" | "warn",
  ) => ({
    key: verdict,
    label: t(`figures.${verdict}`),
    value: value.toLocaleString(locale),
    current: filters.verdict === verdict,
    href: to({ verdict: filters.verdict === verdict ? null : verdict }),
    ...(value > 0 ? { tone } : {}),
  });
  return (
    <>
      <LiveRefresh kinds={["delivery"]} />
      <PageHeader title={t("title")} badges={<LiveIndicator />} lead={t("lead")} />
      <FigureStrip
        label={t("title")}
        figures={[
          {
            key: "accepted",
            label: t("figures.accepted"),
            value: health.lastHour.accepted.toLocaleString(locale),
            note: t("figures.duplicates", { count: health.lastHour.duplicates }),
          },
          figure("held", health.held, "hold"),
          figure("quarantined", health.quarantined, "bad"),
          figure("parked", health.parked, "bad"),
          figure("retried", health.retried, "warn"),
        ]}
      />
      <FilterBar>
        <SearchField label={t("search")} />
        {EVENTS.map((event) => (
          <FilterChip
            key={event}
            active={filters.event === event}
            href={to({ event: filters.event === event ? null : event })}
          >
            <span className="font-mono text-[12px]">{event}</span>
          </FilterChip>
        ))}
        {mayDecide && <BulkDecisions verdict={filters.verdict} counts={health} />}
      </FilterBar>
      <DrawerLayout
        drawer={
          open !== null && (
            <DeliveryDrawer
              key={open.id}
              delivery={open}
              payload={readPayload(env.ENCRYPTION_KEYS, open)}
              closeHref={hrefWith("/deliveries", query, { open: null })}
              mayDecide={mayDecide}
            />
          )
        }
      >
        <Panel flush>
          {page.rows.length === 0 ? (
            <EmptyState
              icon={<Inbox />}
              title={filtered ? t("noMatch") : t("empty")}
              text={filtered ? t("noMatchText") : t("emptyText")}
            />
          ) : (
            <DeliveriesTable rows={page.rows} query={query} openId={openId} />
          )}
        </Panel>
        <Pagination
          newerHref={query.after === undefined ? null : to({})}
          olderHref={page.next === null ? null : to({ after: page.next })}
        />
      </DrawerLayout>
    </>
  );
}
