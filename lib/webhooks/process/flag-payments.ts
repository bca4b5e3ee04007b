import { flagNextCard, markMistakenCards } from "@/lib/cards/attribution/flags-store";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { publish } from "@/lib/live/publish";

/** Looks for payments that say the wrong thing about their card. */
export async function findMistakenFlags(scope: SystemScope, { prisma }: Database): Promise<void> {
  await prisma.$transaction((tx) => markMistakenCards(scope, tx));
}

/** Rewrites what the payments of marked cards say, for some time; between two batches deliveries are processed. */
export async function flagPayments(scope: SystemScope, database: Database, forMs: number): Promise<void> {
  const end = performance.now() + forMs;
  while (await flagSome(scope, database)) if (performance.now() > end) return;
}

/** @returns whether there may be more */
async function flagSome(scope: SystemScope, { prisma }: Database): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    if (!(await tryLock(tx, PROCESSOR_LOCK))) return false;
    const flagged = await flagNextCard(scope, tx);
    if (flagged === null) return false;
    // Lists of unattributed payments are other ones now.
    if (flagged !== "more")
      await publish(scope, tx, [{ siteId: flagged.siteId, kind: "card", entityId: flagged.cardId }]);
    return true;
  });
}
