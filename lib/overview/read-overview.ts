import { countUnattributedCards } from "@/lib/cards/attribution/attribution-store";
import { readSpendByDay } from "@/lib/cards/spend/spend-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { listOpenEpisodes } from "@/lib/incidents/episodes-store";
import { listSharedAccounts } from "@/lib/links/funnel/funnel-store";
import { countOrphanTokens } from "@/lib/links/users/user-history-store";
import { countConnectAttention, countLinkedUsers } from "@/lib/links/users/users-store";
import { readDeliveryHealth } from "@/lib/webhooks/read/deliveries-store";

const DAYS = 30;
const MOST_SHARED = 100;

/** What the overview shows. Sums are decimal text in the currency of accounts. */
export async function readOverview(scope: Scope, db: Db) {
  const [users, health, unattributedCards, orphanTokens, connect, shared, spend, episodes] =
    await Promise.all([
      countLinkedUsers(scope, db),
      readDeliveryHealth(scope, db),
      countUnattributedCards(scope, db),
      countOrphanTokens(scope, db),
      countConnectAttention(scope, db),
      listSharedAccounts(scope, db, MOST_SHARED),
      readSpendByDay(scope, db, DAYS),
      listOpenEpisodes(scope, db),
    ]);
  return {
    users,
    health,
    unattributedCards,
    orphanTokens,
    connect,
    sharedAccounts: shared.length,
    episodes,
    spend,
    sums: { today: sumOf(spend.slice(-1)), week: sumOf(spend.slice(-7)), month: sumOf(spend) },
  };
}

/** How many kinds of things need attention; the number in the navigation. */
export async function countAttention(scope: Scope, db: Db): Promise<number> {
  const [health, episodes] = await Promise.all([readDeliveryHealth(scope, db), listOpenEpisodes(scope, db)]);
  return health.held + health.parked + health.quarantined + episodes.length;
}

/** Adds decimal text exactly. */
export function sumOf(points: readonly { amount: string }[]): string {
  const scale = Math.max(0, ...points.map(({ amount }) => amount.split(".")[1]?.length ?? 0));
  const total = points.reduce((sum, { amount }) => {
    const [whole = "0", fraction = ""] = amount.split(".");
    return sum + BigInt(whole + fraction.padEnd(scale, "0"));
  }, 0n);
  const negative = total < 0n;
  const digits = (negative ? -total : total).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative ? `-${text}` : text;
}
