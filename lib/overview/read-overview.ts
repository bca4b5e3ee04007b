import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { countAsked } from "@/lib/cards/attribution/sharing-store";
import { countUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { readChargedAbroad, readSpendByDay, type SpendDay } from "@/lib/cards/spend/spend-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { listOpenIncidents } from "@/lib/incidents/incidents-store";
import { countSharedAccounts } from "@/lib/links/funnel/funnel-store";
import { countConnectAttention } from "@/lib/links/listing/attention-store";
import { countStandings } from "@/lib/links/standing/standing-counts-store";
import { countOrphanTokens } from "@/lib/links/timeline/user-history-store";
import { readDeliveryHealth } from "@/lib/webhooks/read/deliveries-store";

const DAYS = 30;
const MOST_SHARED = 100;

/** What the overview shows. Sums are decimal text in the currency of accounts. */
export async function readOverview(scope: Scope, db: Db) {
  const [users, health, unattributedCards, orphanTokens, connect, shared, asked, spend, charged, incidents] =
    await Promise.all([
      countStandings(scope, db),
      readDeliveryHealth(scope, db),
      countUnattributedCards(scope, db),
      countOrphanTokens(scope, db),
      countConnectAttention(scope, db),
      countSharedAccounts(scope, db, MOST_SHARED),
      countAsked(scope, db, MOST_SHARED),
      readSpendByDay(scope, db, DAYS),
      readChargedAbroad(scope, db, DAYS),
      listOpenIncidents(scope, db),
    ]);
  return {
    users,
    health,
    unattributedCards,
    orphanTokens,
    connect,
    sharedAccounts: shared,
    asked,
    incidents,
    spend,
    charged,
    sums: { today: spendOf(spend.slice(-1)), week: spendOf(spend.slice(-7)), month: spendOf(spend) },
  };
}

/** How many kinds of things need attention; the number in the navigation. */
export async function countAttention(scope: Scope, db: Db): Promise<number> {
  const [health, incidents] = await Promise.all([
    readDeliveryHealth(scope, db),
    listOpenIncidents(scope, db),
  ]);
  return health.held + health.parked + health.quarantined + incidents.length;
}

/** The spend of some days; null while one of them is not computed yet. */
function spendOf(days: readonly SpendDay[]): string | null {
  const known = days.flatMap(({ amount }) => amount ?? []);
  return known.length < days.length ? null : addDecimals(known);
}
