import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { firstValues } from "@/components/filters/href";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { TopMerchants } from "@/components/merchants/top-merchants";
import { Link } from "@/components/navigation/link";
import { type AttentionItem, AttentionList } from "@/components/overview/attention-list";
import { FirstSteps } from "@/components/overview/first-steps";
import { OwnerNotices } from "@/components/overview/owner-notices";
import { SpendPanel } from "@/components/overview/spend-panel";
import { LatestTransactions } from "@/components/transactions/latest-transactions";
import { Facts } from "@/components/ui/facts";
import { FigureStrip } from "@/components/ui/figure-strip";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/time";
import { clientScriptUrl } from "@/lib/anytime/client-js";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { listTopMerchants } from "@/lib/cards/merchants/spend-store";
import { may } from "@/lib/db/access/permissions";
import { isOfSeveral, type Scope } from "@/lib/db/access/scope";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import type { Incident } from "@/lib/incidents/incidents-store";
import { INCIDENT_PLACES } from "@/lib/incidents/places";
import { readFirstSteps } from "@/lib/overview/first-steps-store";
import { readOverview } from "@/lib/overview/read-overview";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { listUnseen } from "@/lib/staff/notices/notices-store";

const LATEST = 8;
const TOP = { days: 30, merchants: 6 } as const;
const STATES = ["active", "connecting", "invited", "revoked"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

function outageItem({ id, kind, details, openedAt }: Incident): AttentionItem {
  const began = details.since === undefined ? openedAt : new Date(details.since);
  return {
    id,
    key: kind,
    count: details.count ?? 1,
    cause: details.cause ?? "mixed",
    since: began.toISOString(),
    href: kind === "gap" ? `${INCIDENT_PLACES.gap}?fetch=${bankDayOf(began)}` : INCIDENT_PLACES[kind],
  };
}

export default async function OverviewPage({ searchParams }: PageProps<"/">) {
  const { scope } = await requireStaff("overview:read");
  const db = getRuntime().database.prisma;
  const [t, locale, overview, latest, top, notices, steps, query] = await Promise.all([
    getTranslations("overview"),
    getLocale(),
    readOverview(scope, db),
    listTransactions(scope, db, {}, { after: null, limit: LATEST }),
    listTopMerchants(scope, db, TOP.days, TOP.merchants),
    listUnseen(scope, db),
    openFirstSteps(scope),
    searchParams,
  ]);
  const { users, health } = overview;
  const items: AttentionItem[] = [
    ...overview.incidents.map(outageItem),
    { key: "unattributed", count: overview.unattributedCards, href: "/transactions/unattributed" },
    { key: "held", count: health.held, href: "/deliveries?verdict=held" },
    { key: "waiting", count: health.waiting, href: "/deliveries?verdict=waiting" },
    { key: "quarantined", count: health.quarantined, href: "/deliveries?verdict=quarantined" },
    { key: "parked", count: health.parked, href: "/deliveries?verdict=parked" },
    { key: "orphans", count: overview.orphanTokens, href: "/users/unowned" },
    { key: "asked", count: overview.asked.count, href: `/users/${overview.asked.userId}` },
    { key: "shared", count: overview.sharedAccounts, href: "/users" },
    { key: "notMe", count: overview.connect.notMe, href: "/users?attention=not_me" },
    { key: "unconfirmed", count: overview.connect.unconfirmed, href: "/users?attention=unconfirmed" },
    { key: "retried", count: health.retried, href: "/deliveries?verdict=retried" },
  ];
  return (
    <>
      <LiveRefresh kinds={["linked_user", "token", "card", "transaction", "delivery", "merchant"]} />
      <PageHeader title={t("title")} badges={<LiveIndicator />} />
      {firstValues(query).denied !== undefined && (
        <Notice tone="warn" className="mb-4" live>
          {t("denied")}
        </Notice>
      )}
      {notices.length > 0 && <OwnerNotices notices={notices} />}
      {steps !== null && <FirstSteps {...steps} />}
      <FigureStrip
        label={t("users")}
        figures={STATES.map((state) => ({
          key: state,
          label: t(`states.${state}`),
          value: users[state].toLocaleString(locale),
          href: `/users?state=${state}`,
        }))}
      />
      <div className="flex flex-col gap-4 min-[1100px]:grid min-[1100px]:grid-cols-2 min-[1100px]:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t("attention.title")}>
            <AttentionList items={items} />
          </Panel>
          <Panel
            title={t("latest")}
            actions={
              <Link href="/transactions" className="text-table text-accent hover:underline">
                {t("all")}
              </Link>
            }
          >
            <LatestTransactions rows={latest.rows} empty={t("noTransactions")} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SpendPanel sums={overview.sums} days={overview.spend} charged={overview.charged} />
          <TopMerchants merchants={top} days={TOP.days} />
          <Panel title={t("webhook.title")}>
            <Facts
              facts={[
                {
                  key: "last",
                  label: t("webhook.last"),
                  value:
                    health.lastAt === null ? (
                      t("webhook.never")
                    ) : (
                      <RelativeTime iso={health.lastAt.toISOString()} />
                    ),
                },
                {
                  key: "accepted",
                  label: t("webhook.accepted"),
                  value: health.lastHour.accepted.toLocaleString(locale),
                },
                {
                  key: "duplicates",
                  label: t("webhook.duplicates"),
                  value: health.lastHour.duplicates.toLocaleString(locale),
                },
                {
                  key: "refused",
                  label: t("webhook.refused"),
                  value: health.lastHour.refused.toLocaleString(locale),
                },
                {
                  key: "lag",
                  label: t("webhook.lag"),
                  value: t("webhook.seconds", { count: Math.round(health.lagSeconds) }),
                },
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}

/** The first steps, until all are done or somebody hides them: then, and for whoever cannot take them, null. */
async function openFirstSteps(scope: Scope) {
  if (isOfSeveral(scope) || !may(scope, "settings:write")) return null;
  const { database, env, scriptProbe } = getRuntime();
  const steps = await readFirstSteps(scope, database.prisma);
  if (steps === null || steps.hidden) return null;
  const { called, delivered, invited, colleague } = steps;
  const language = isLocale(steps.language) ? steps.language : DEFAULT_LOCALE;
  const script = await scriptProbe.reaches(
    clientScriptUrl(env.ANYTIME_CONNECT_ORIGIN, steps.partnerId, language),
  );
  const done = { callback: called, delivery: delivered, invite: invited, colleague };
  // Where only the script's answer is missing, nothing is known to be left.
  if (Object.values(done).every(Boolean) && script !== false) return null;
  return {
    siteId: steps.siteId,
    done: { ...done, script: script === true },
    callbackUrl: `${env.APP_URL}/api/webhooks/anytime/••••••••`,
  };
}
