import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { faultOf } from "@/lib/db/fault";
import { insist } from "@/lib/db/insist";
import { type Accepted, InboxFullError, type InboxRow, type Submitted } from "./inbox-row";
import { insertDeliveries } from "./inbox-store";

/** A delivery whose sender waits for an answer. */
export interface Waiting extends Submitted {
  /** Others of the same batch with the same data. */
  repeats: number;
  /** The earliest created_at of them all. */
  createdAt: Date | null;
  /** When it was submitted, by performance.now(). */
  readonly since: number;
  readonly settle: (outcome: Accepted) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Stores a batch in one statement, or row by row if one is at fault, and settles each. While the database is
 * gone or busy it retries, even after the senders were told to send again: their copies are then duplicates.
 * Never throws.
 *
 * @param goOn whether to retry what cannot be stored yet
 */
export async function commitBatch(
  scope: SystemScope,
  database: Database,
  batch: readonly Waiting[],
  goOn: () => boolean,
): Promise<void> {
  const { firsts, firstOf } = foldRepeats(batch);
  try {
    const stored = await insist(() => insertDeliveries(scope, database, firsts), goOn);
    for (const waiting of batch) {
      const first = firstOf(waiting);
      const outcome = stored.get(first.row.id) ?? "duplicate";
      if (outcome === "no_room") waiting.fail(new InboxFullError(true));
      else waiting.settle(waiting === first ? outcome : "duplicate");
    }
  } catch (error) {
    // Only for a fault of a row is it worth finding out which.
    if (batch.length === 1 || faultOf(error) !== "row") for (const waiting of batch) waiting.fail(error);
    else for (const waiting of batch) await commitBatch(scope, database, [alone(waiting)], goOn);
  }
}

/** With the same data twice in one batch, the INSERT would touch a row twice: the second counts on the first. */
function foldRepeats(batch: readonly Waiting[]) {
  const byIdentity = new Map<string, Waiting>();
  for (const waiting of batch) {
    const identity = identityOf(waiting.row);
    const first = byIdentity.get(identity);
    if (first === undefined) byIdentity.set(identity, waiting);
    else {
      first.repeats += 1;
      first.createdAt = earlier(first.createdAt, waiting.row.bankCreatedAt);
    }
  }
  // The same order on all replicas, so that overlapping batches wait for each other instead of deadlocking.
  const firsts = [...byIdentity].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, first]) => first);
  return { firsts, firstOf: ({ row }: Waiting) => byIdentity.get(identityOf(row)) as Waiting };
}

function alone(waiting: Waiting): Waiting {
  return { ...waiting, repeats: 0, createdAt: waiting.row.bankCreatedAt };
}

function earlier(left: Date | null, right: Date | null): Date | null {
  if (left === null || right === null) return left ?? right;
  return right < left ? right : left;
}

function identityOf(row: InboxRow): string {
  return `${row.siteId}:${row.digest ?? row.id}`;
}
