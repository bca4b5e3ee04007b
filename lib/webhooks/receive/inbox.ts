import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { insist } from "@/lib/db/insist";
import { log } from "@/lib/log";
import { commitBatch, type Waiting } from "./commit-batch";
import { type Accepted, InboxFullError, type Quarantined, type Submitted } from "./inbox-row";
import { insertQuarantined } from "./inbox-store";

/** Stores deliveries. */
export interface Inbox {
  /** Resolves after the commit. @throws InboxFullError, or the reason why the database did not store it */
  submit(scope: SystemScope, delivery: Submitted): Promise<Accepted>;
  quarantine(scope: SystemScope, delivery: Quarantined): Promise<void>;
  /**
   * Resolves when everything submitted is stored, or the database has been unavailable for longer than any
   * sender waits.
   */
  drain(): Promise<void>;
}

/** How much may wait: while the database is unavailable, this includes what was already answered. */
const MOST_BYTES = 64 * 1024 * 1024;
/** The size of a delivery besides its body. */
const ROW_BYTES = 4_096;
const MAX_BATCH = 128;
/** How long a delivery may wait to be stored before the sender gets 503. */
export const DEADLINE_MS = 8_000;
const SWEEP_MS = 500;
/**
 * How many refused deliveries may wait to be kept; they are stored one at a time, so that they never slow down
 * good ones.
 */
const MOST_REFUSALS = 500;
const WARN_EVERY_MS = 60_000;

/**
 * Group commit: deliveries that arrive during an INSERT share the next one, and each is answered after its own
 * commit. A bad row never fails its neighbours. While the database is gone or busy a batch is retried, and the
 * rest wait in order. A sender that has waited too long is told to send again, and its delivery is still
 * stored.
 */
export function createInbox(deps: {
  database: Database;
  onCommitted: () => void;
  deadlineMs?: number;
  mostBytes?: number;
}): Inbox {
  const { deadlineMs = DEADLINE_MS, mostBytes = MOST_BYTES } = deps;
  let bytes = 0;
  let giveUpAt = Number.POSITIVE_INFINITY;
  let queue: Waiting[] = [];
  let underWay: readonly Waiting[] = [];
  let watched = false;
  let warnedAt = 0;
  let idle: (() => void)[] = [];
  let refusals = 0;
  let lastRefusal = Promise.resolve();

  const goOn = (): boolean => performance.now() < giveUpAt;
  /** One timer for all that wait. If one is stored later after all, its copy will be a duplicate. */
  const sweep = (): void => {
    const deadline = performance.now() - deadlineMs;
    for (const waiting of [...underWay, ...queue])
      if (waiting.since < deadline) waiting.fail(new Error("the database took too long"));
    watched = false;
    if (underWay.length + queue.length > 0) watch();
  };
  const watch = (): void => {
    if (watched) return;
    watched = true;
    setTimeout(sweep, SWEEP_MS);
  };
  const flush = async (scope: SystemScope): Promise<void> => {
    while (queue.length > 0) {
      underWay = queue.slice(0, MAX_BATCH);
      queue = queue.slice(MAX_BATCH);
      await commitBatch(scope, deps.database, underWay, goOn);
      for (const waiting of underWay) bytes -= sizeOf(waiting);
      underWay = [];
      deps.onCommitted();
    }
    for (const resolve of idle) resolve();
    idle = [];
  };
  const begin = (scope: SystemScope): void => {
    if (queue.length > 0 && underWay.length === 0) void flush(scope);
  };

  const leave = (): void => {
    refusals -= 1;
  };

  return {
    submit: (scope, { row, bodySealed }) =>
      new Promise((settle, fail) => {
        const size = sizeOf({ bodySealed });
        if (bytes + size > mostBytes) return fail(new InboxFullError(false));
        bytes += size;
        const createdAt = row.bankCreatedAt;
        queue.push({ row, bodySealed, repeats: 0, createdAt, since: performance.now(), settle, fail });
        watch();
        // Let the turn of the event loop end first, so that requests read together are stored together.
        if (queue.length === 1 && underWay.length === 0) setImmediate(begin, scope);
        return undefined;
      }),
    quarantine: async (scope, delivery) => {
      if (refusals >= MOST_REFUSALS) throw new InboxFullError(false);
      refusals += 1;
      const until = performance.now() + deadlineMs;
      const turn = lastRefusal.then(() =>
        insist(
          () => deps.database.prisma.$transaction((tx) => insertQuarantined(scope, tx, delivery)),
          () => performance.now() < Math.min(until, giveUpAt),
        ),
      );
      lastRefusal = turn.then(leave, leave);
      const kept = await turn;
      // At most once a minute: a flood of junk must not fill the log either.
      if (kept || Date.now() - warnedAt < WARN_EVERY_MS) return;
      warnedAt = Date.now();
      log.warn(
        { reason: delivery.row.verdictReason },
        "the quarantine is full: a refused delivery was not kept",
      );
    },
    drain: async () => {
      // A sender that got 503 sends again, so an unavailable database does not keep us from stopping.
      giveUpAt = performance.now() + deadlineMs;
      await lastRefusal;
      if (queue.length + underWay.length > 0) await new Promise<void>((resolve) => idle.push(resolve));
    },
  };
}

function sizeOf({ bodySealed }: Pick<Submitted, "bodySealed">): number {
  return bodySealed.length + ROW_BYTES;
}
