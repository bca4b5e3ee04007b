import type { KeyRing } from "@/lib/crypto/key-ring";
import type { Database } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { refoldTokens } from "@/lib/links/tokens/refold-tokens";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { applyCardTransactions } from "./card-transactions";
import { openDelivery } from "./open-delivery";
import { readDeliveries, tryProcessorLock } from "./process-store";
import {
  dateByEarliest,
  endRefold,
  isRefoldDue,
  postponeRefold,
  takeRefold,
  yieldToGreatest,
} from "./refold-store";

/**
 * Folds again what the next delivery tells of whose data came with an earlier created_at: what was done with
 * it before is dated anew, and whoever was greater because of it gives way. Each is a transaction of its own,
 * so that one that cannot be done holds up nothing.
 *
 * @returns whether there was one
 */
export async function refoldNext(scope: Scope, database: Database, ring: KeyRing): Promise<boolean> {
  if (!(await isRefoldDue(scope, database.prisma))) return false;
  try {
    return await database.prisma.$transaction(async (tx) => {
      if (!(await tryProcessorLock(scope, tx))) return false;
      const next = await takeRefold(scope, tx);
      if (next === null) return false;
      const { tokens, transactions } = await dateByEarliest(scope, tx, next.same);
      const changes = tokens.length === 0 ? [] : await refoldTokens(scope, tx, tokens);
      const greatest = await readDeliveries(scope, tx, await yieldToGreatest(scope, tx, transactions));
      const opened = greatest.map((delivery) => openDelivery(ring, delivery));
      // Its version was written from these bytes: that they can be read no more is for a person to find out.
      if (opened.some(({ problem }) => problem !== null)) throw new Error("a version cannot be read again");
      changes.push(...(await applyCardTransactions(scope, tx, opened)));
      await endRefold(scope, tx, next.id);
      await publish(scope, tx, changes);
      return true;
    });
  } catch (error) {
    await postponeRefold(scope, database.prisma);
    const kind = error instanceof Error ? error.name : "unknown";
    log.warn({ kind }, "an entity could not be folded again; it is tried again in a minute");
    return true;
  }
}
