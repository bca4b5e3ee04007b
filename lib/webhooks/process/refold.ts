import { foldFetched } from "@/lib/cards/versions/apply-fetched";
import { listFetched } from "@/lib/cards/versions/fetched-store";
import { paymentEvents } from "@/lib/cards/versions/payment-events";
import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { refoldTokens } from "@/lib/links/tokens/refold-tokens";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { applyCardTransactions } from "./card-transactions";
import { openDelivery } from "./open-delivery";
import { readDeliveries } from "./process-store";
import {
  dateByEarliest,
  endRefold,
  isRefoldDue,
  postponeRefold,
  takeRefold,
  yieldToGreatest,
} from "./reprocess-store";

/**
 * Folds the entity of the next delivery whose data arrived with an earlier created_at: its earlier rows get the
 * new date, and whatever won because of the old date is compared again. Each is its own transaction, so that
 * one failure does not block the rest.
 *
 * @returns whether there was one
 */
export async function refoldNext(scope: SystemScope, database: Database, ring: KeyRing): Promise<boolean> {
  if (!(await isRefoldDue(scope, database.prisma))) return false;
  try {
    return await database.prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, PROCESSOR_LOCK))) return false;
      const next = await takeRefold(scope, tx);
      if (next === null) return false;
      const { tokens, transactions } = await dateByEarliest(scope, tx, next.same);
      const changes = tokens.length === 0 ? [] : await refoldTokens(scope, tx, tokens);
      const greatest = await readDeliveries(scope, tx, await yieldToGreatest(scope, tx, transactions));
      const opened = greatest.map((delivery) => openDelivery(ring, delivery));
      // Its version was written from this body: if it can no longer be read, staff must find out why.
      if (opened.some(({ problem }) => problem !== null)) throw new Error("a version cannot be read again");
      changes.push(...(await applyCardTransactions(scope, tx, opened)));
      const refolded = await foldFetched(scope, tx, await listFetched(scope, tx, transactions));
      changes.push(...paymentEvents(refolded, refolded));
      await endRefold(scope, tx, next.id);
      await publish(scope, tx, changes);
      return true;
    });
  } catch (error) {
    await postponeRefold(scope, database.prisma);
    const kind = error instanceof Error ? error.name : "unknown";
    log.warn({ kind }, "an entity could not be folded again; it will be retried in a minute");
    return true;
  }
}
