import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/controls/button-link";
import { DrawerLayout } from "@/components/controls/drawer";
import { Counters } from "@/components/deliveries/counters";
import { DeliveriesTable } from "@/components/deliveries/deliveries-table";
import { DeliveryCharts } from "@/components/deliveries/delivery-charts";
import { DeliveryFilterBar } from "@/components/deliveries/delivery-filters";
import { DeliveryDrawer } from "@/components/deliveries/drawer/delivery-drawer";
import { JobsStrip } from "@/components/deliveries/jobs-strip";
import { UnauthenticatedRequests } from "@/components/deliveries/unauthenticated-requests";
import { WindowSwitch } from "@/components/deliveries/window-switch";
import { ForeignPage } from "@/components/filters/foreign-page";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { PauseButton } from "@/components/live/pause-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { may } from "@/lib/db/access/permissions";
import { getRuntime } from "@/lib/runtime";
import { mayNow, requireStaff } from "@/lib/staff/authorise";
import { droppedFilters, isFiltered } from "@/lib/webhooks/read/delivery-filters";
import { decisionsOf } from "@/lib/webhooks/review/who-decides";
import { readPage } from "./read-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deliveries"))("title") };
}

export default async function DeliveriesPage({ searchParams }: PageProps<"/deliveries">) {
  const staff = await requireStaff("deliveries:read");
  const { scope } = staff;
  const mayDecide = may(scope, "deliveries:decide");
  const maySet = may(scope, "settings:write");
  const decisions = decisionsOf(scope);
  const query = firstValues(await searchParams);
  const [t, found] = await Promise.all([getTranslations("deliveries"), readPage(scope, query, mayDecide)]);
  const { page, filters, openId, open, series, window } = found;
  if (open !== null) mayNow(staff, "bodies:read");
  const filtered = isFiltered(filters);
  const charts = query.charts === "1";
  const closeHref = hrefWith("/deliveries", query, { open: null });
  const drawer = open !== null && (
    <DeliveryDrawer
      key={open.delivery.id}
      view={open}
      closeHref={closeHref}
      link={`${getRuntime().env.APP_URL}/deliveries?open=${open.delivery.id}`}
      mayDecide={mayDecide}
      decisions={decisions}
    />
  );
  return (
    <>
      <LiveRefresh kinds={["delivery"]} />
      <PageHeader
        title={t("title")}
        badges={<LiveIndicator />}
        lead={t("lead")}
        actions={
          <>
            {page.rows.length > 0 && <PauseButton />}
            <WindowSwitch window={window} charts={charts} query={query} />
          </>
        }
      />
      <Counters series={series} window={window} health={found.health} query={query} />
      {charts && <DeliveryCharts series={series} />}
      <DeliveryFilterBar
        query={query}
        filters={filters}
        choices={found.choices}
        userName={found.user?.name ?? null}
        dropped={droppedFilters(query)}
        findsPayments={may(scope, "personal_data:read")}
        decisions={mayDecide && page.rows.length > 0 ? decisions : []}
      />
      <ForeignPage isForeign={found.place.isForeign} />
      <JobsStrip jobs={found.jobs} mayDecide={mayDecide} />
      <DrawerLayout openId={openId} drawer={drawer}>
        <Panel flush>
          {page.rows.length === 0 ? (
            <EmptyState
              icon={<Inbox />}
              title={filtered ? t("noMatch") : t("empty")}
              text={t(filtered ? "noMatchText" : maySet ? "emptyText" : "emptyTextRead")}
              {...(!filtered &&
                maySet && { action: <ButtonLink href="/settings">{t("emptyAction")}</ButtonLink> })}
            />
          ) : (
            <DeliveriesTable
              key={JSON.stringify([filters, query.after])}
              rows={page.rows}
              query={query}
              openId={openId}
            />
          )}
        </Panel>
        <Pagination
          newerHref={found.place.after === null ? null : hrefWith("/deliveries", query, { after: null })}
          olderHref={
            page.next === null ? null : hrefWith("/deliveries", query, { after: page.next, open: null })
          }
        />
      </DrawerLayout>
      {found.unauthenticated !== null && <UnauthenticatedRequests {...found.unauthenticated} />}
    </>
  );
}
