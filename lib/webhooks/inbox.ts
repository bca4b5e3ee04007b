import type { Database } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { log } from "@/lib/log";
import { insertDeliveries, insertQuarantined } from "./inbox-store";

/** A delivery to store: everything that was judged of it, and its sealed bytes. */
export interface InboxRow {
  readonly id: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly digest: Buffer | null;
  readonly pairDigest: Buffer | null;
  readonly eventName: string | null;
  readonly reference: string | null;
  readonly bankTimestamp: string | null;
  readonly bankCreatedAt: Date | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly encoding: string | null;
  readonly bodySealed: Buffer<ArrayBuffer>;
  readonly bodySize: number;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly forwardedFor: string | null;
  readonly addressLeg: string;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
  readonly ageSeconds: number | null;
}

/** One that was refused, with the reason. */
export interface Quarantined extends InboxRow {
  readonly verdictReason: string;
  readonly answerStatus: number;
}

/** Thrown where there is no room: in the queue, or (`held`) among those that wait for a person. */
export class InboxFullError extends Error {
  override name = "InboxFullError";
  constructor(readonly held: boolean) {
    super(held ? "too many deliveries wait for a person" : "the inbox is full");
  }
}

/** How a delivery was taken in, once its bytes are committed. */
export type Accepted = "accepted" | "duplicate" | "held";

/** The way into the deliveries table. */
export interface Inbox {
  /** Resolves after the commit. @throws InboxFullError, or what kept the database from taking it */
  submit(scope: Scope, row: InboxRow): Promise<Accepted>;
  quarantine(scope: Scope, row: Quarantined): Promise<void>;
  /** Resolves when everything submitted was answered. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly row: InboxRow;
  /** Others of the same batch that carry the same data. */
  repeats: number;
  readonly settle: (outcome: Accepted) => void;
  readonly fail: (error: unknown) => void;
}

const MAX_QUEUE = 5_000;
const MAX_BATCH = 128;
const DEADLINE_MS = 8_000;
const WARN_EVERY_MS = 60_000;
const MAX_IN_FLIGHT = 1;

/**
 * Group commit: deliveries that arrive while an INSERT is under way share the next one, and each is
 * answered after its own commit. A batch that fails is retried one by one, so that one bad row never
 * fails its neighbours.
 */
export function createInbox(deps: { database: Database; onCommitted: () => void }): Inbox {
  let queue: Waiting[] = [];
  let inFlight = 0;
  let warnedAt = 0;
  let idle: (() => void)[] = [];

  const flush = async (scope: Scope): Promise<void> => {
    const batch = queue.slice(0, MAX_BATCH);
    queue = queue.slice(MAX_BATCH);
    inFlight += 1;
    await commit(deps.database, scope, batch);
    inFlight -= 1;
    deps.onCommitted();
    if (queue.length > 0) schedule(scope);
    else if (inFlight === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
  };
  const schedule = (scope: Scope): void => {
    if (queue.length > 0 && inFlight < MAX_IN_FLIGHT) void flush(scope);
  };

  return {
    submit: (scope, row) =>
      new Promise((settle, fail) => {
        if (queue.length >= MAX_QUEUE) return fail(new InboxFullError(false));
        // Stored after all, later, it is found to be a duplicate when it is sent again.
        const late = setTimeout(fail, DEADLINE_MS, new Error("the database took too long"));
        const ended = () => clearTimeout(late);
        queue.push({
          row,
          repeats: 0,
          settle: (outcome) => {
            ended();
            settle(outcome);
          },
          fail: (error) => {
            ended();
            fail(error);
          },
        });
        // The turn of the event loop ends first, so that requests read together are stored together.
        if (queue.length === 1) setImmediate(schedule, scope);
        return undefined;
      }),
    quarantine: async (scope, row) => {
      const kept = await deps.database.prisma.$transaction((tx) => insertQuarantined(scope, tx, row));
      // Once a minute at most: a flood of junk must not fill the log either.
      if (kept || Date.now() - warnedAt < WARN_EVERY_MS) return;
      warnedAt = Date.now();
      log.warn({ reason: row.verdictReason }, "the quarantine is full: a refused delivery was not kept");
    },
    drain: () =>
      queue.length === 0 && inFlight === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
  };
}

async function commit(database: Database, scope: Scope, batch: readonly Waiting[]): Promise<void> {
  const { firsts, firstOf } = foldRepeats(batch);
  try {
    const stored = await insertDeliveries(
      scope,
      database,
      firsts.map(({ row, repeats: count }) => ({ row, repeats: count })),
    );
    for (const waiting of batch) {
      const first = firstOf(waiting);
      const outcome = stored.get(first.row.id) ?? "duplicate";
      if (outcome === "no_room") waiting.fail(new InboxFullError(true));
      else waiting.settle(waiting === first ? outcome : "duplicate");
    }
  } catch (error) {
    // Only a fault of a row is worth finding out which: a database that is away fails all of them.
    if (batch.length === 1 || !isRowFault(error)) for (const waiting of batch) waiting.fail(error);
    else for (const waiting of batch) await commit(database, scope, [{ ...waiting, repeats: 0 }]);
  }
}

/** The same data twice in one batch would have the INSERT touch a row a second time: it counts on the first. */
function foldRepeats(batch: readonly Waiting[]) {
  const byIdentity = new Map<string, Waiting>();
  for (const waiting of batch) {
    const identity = identityOf(waiting.row);
    const first = byIdentity.get(identity);
    if (first === undefined) byIdentity.set(identity, waiting);
    else first.repeats += 1;
  }
  // One order for all replicas, so that overlapping batches wait for each other instead of deadlocking.
  const firsts = [...byIdentity].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, first]) => first);
  return { firsts, firstOf: ({ row }: Waiting) => byIdentity.get(identityOf(row)) as Waiting };
}

function identityOf(row: InboxRow): string {
  return `${row.siteId}:${row.digest?.toString("base64") ?? row.id}`;
}

/** SQLSTATE classes 22 (data) and 23 (constraints). */
function isRowFault(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && /^2[23]/.test(String(error.code));
}
