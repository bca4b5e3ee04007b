import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { type Change, publish } from "@/lib/live/publish";
import { deleteJoin, describePair, type Pair, writeJoin } from "./twins-store";

interface Deps {
  readonly database: Database;
  readonly keys: AuditKeys;
}

/**
 * Joins an authorisation to the settlement that it came again as: they count as one payment, with the settled amount,
 * whatever comes of either later.
 *
 * @returns false if they are not alike any more
 */
export function joinTwins(scope: Scope, deps: Deps, pair: Pair): Promise<boolean> {
  return change(scope, deps, pair, "payments.joined", (tx) => writeJoin(scope, tx, pair));
}

/** Undoes a join: both count again. @returns false if they are not joined */
export function partTwins(scope: Scope, deps: Deps, pair: Pair): Promise<boolean> {
  return change(scope, deps, pair, "payments.join_undone", (tx) => deleteJoin(scope, tx, pair));
}

function change(
  scope: Scope,
  { database, keys }: Deps,
  { earlierId, laterId }: Pair,
  action: string,
  work: (tx: Db) => Promise<boolean>,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const both = (await work(tx)) ? await describePair(scope, tx, { earlierId, laterId }) : [];
    const [payment] = both;
    if (payment === undefined) return false;
    const target = { siteId: payment.siteId, targetType: "transaction", targetId: laterId };
    await recordAudit(scope, tx, keys, { action, outcome: "done", ...target, details: { earlierId } });
    await publish(
      scope,
      tx,
      both.flatMap((changed): Change[] => [
        { siteId: changed.siteId, kind: "transaction", entityId: changed.entityId },
        { ...changed, type: "transaction.changed" },
      ]),
    );
    return true;
  });
}
