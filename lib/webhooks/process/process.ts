import { createLoop, type Loop } from "@/lib/background/loop";
import { createMerchantNaming } from "@/lib/cards/merchants/rename-merchants";
import { recomputeRollups } from "@/lib/cards/rollups/rollups";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { UnknownKeyError } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE, type SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { faultOf } from "@/lib/db/fault";
import { LONGEST_TRANSACTION_MS, PROCESSOR_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { type Change, type LiveChange, publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { applyCardTransactions } from "./card-transactions";
import { findOffsets } from "./find-offsets";
import { findMistakenFlags, flagPayments } from "./flag-payments";
import { BodyMissingError, type OpenedDelivery, openDelivery } from "./open-delivery";
import { markDone, markPendingAgain, markWaiting, parkDeliveries, takePending } from "./process-store";
import { createReadAhead, NOTHING_READ, type ReadAhead } from "./read-ahead";
import { refoldNext } from "./refold";
import { reopenReferences } from "./reopen-references";
import { admitAllRevocations, admitRevocations, requestRefold } from "./reprocess-store";
import { applyTokens } from "./tokens";

interface ProcessorDependencies {
  readonly database: Database;
  readonly ring: KeyRing;
  readonly enabled: boolean;
  /** Called with the number of deliveries that a batch finished. */
  readonly onProcessed?: (deliveries: number) => void;
  /** A transaction that takes longer is ended, by us or by another replica. */
  readonly longestMs?: number;
}

const BATCH = 1_000;
/** How many deliveries of a batch open pages hear about one by one. */
const MOST_NAMED = 20;
const POLL_MS = 500;
const OUTAGE_PAUSE_MS = 1_000;
const REOPEN_EVERY_MS = 10_000;
const ADMIT_EVERY_MS = 60_000;
/** Nearly always nothing is to be named. */
const NAME_EVERY_MS = 30_000;
const FLAGS_EVERY_MS = 1_000;
/** How long payments may be rewritten at a time: deliveries wait. */
const FLAGS_MS = 200;
const CHECK_FLAGS_EVERY_MS = 86_400_000;
/** Failures of a single delivery before it is marked failed. */
const MAX_ATTEMPTS = 5;

/** What the loop does from time to time besides deliveries; each checks whether it is due. */
function makeChores(deps: ProcessorDependencies): readonly (() => Promise<void>)[] {
  const { database, ring } = deps;
  const naming = createMerchantNaming(SYSTEM_SCOPE, database);
  return [
    sometimes(REOPEN_EVERY_MS, () => reopenReferences(SYSTEM_SCOPE, database, ring)),
    sometimes(ADMIT_EVERY_MS, () => admitAllRevocations(SYSTEM_SCOPE, database.prisma)),
    whileThereIs(NAME_EVERY_MS, () =>
      naming.run().catch(() => {
        log.warn("merchants could not be named; it will be retried");
        return false;
      }),
    ),
    // The first look fills what was stored before payments said whether they are unattributed.
    sometimes(CHECK_FLAGS_EVERY_MS, () =>
      findMistakenFlags(SYSTEM_SCOPE, database).catch(() =>
        log.warn("payments with a mistaken flag could not be looked for; it will be retried"),
      ),
    ),
    sometimes(FLAGS_EVERY_MS, () =>
      flagPayments(SYSTEM_SCOPE, database, FLAGS_MS).catch(() =>
        log.warn("payments could not be flagged; it will be retried"),
      ),
    ),
  ];
}

/** Work that runs at most every so many milliseconds. */
function sometimes(milliseconds: number, work: () => Promise<unknown>): () => Promise<void> {
  let next = 0;
  return async () => {
    const begun = Date.now();
    if (begun < next) return;
    next = begun + milliseconds;
    await work();
  };
}

/** Work that is done in every round until nothing of it is left, and then looked for again after a pause. */
function whileThereIs(milliseconds: number, work: () => Promise<boolean>): () => Promise<void> {
  let next = 0;
  return async () => {
    if (Date.now() < next) return;
    if (!(await work())) next = Date.now() + milliseconds;
  };
}

/** Creates the background work that turns stored deliveries into rows. It does not start unless it is enabled. */
export function createProcessor(deps: ProcessorDependencies): Loop {
  const chores = makeChores(deps);
  const ahead = createReadAhead(SYSTEM_SCOPE, deps.database, deps.ring, BATCH);
  const loop = createLoop({
    round: async () => {
      const outcome = await processBatch(SYSTEM_SCOPE, { ...deps, ahead });
      const refolded = await refoldNext(SYSTEM_SCOPE, deps.database, deps.ring);
      for (const chore of chores) await chore();
      return refolded ? "more" : outcome;
    },
    everyMs: POLL_MS,
    // The database is unavailable or restarting. Nothing was claimed, so nothing is lost by waiting.
    afterFailureMs: OUTAGE_PAUSE_MS,
  });
  return deps.enabled ? loop : { ...loop, start: () => undefined };
}

/** Processes everything that is pending now. For tests and commands. */
export async function processPending(
  scope: SystemScope,
  database: Database,
  ring: KeyRing,
  options: Pick<ProcessorDependencies, "longestMs"> = {},
): Promise<void> {
  const ahead = createReadAhead(scope, database, ring, BATCH);
  while ((await processBatch(scope, { database, ring, ahead, ...options })) === "more");
  while (await refoldNext(scope, database, ring));
  await flagPayments(scope, database, Number.POSITIVE_INFINITY);
  while ((await recomputeRollups(scope, database)) === "more");
}

type BatchDependencies = Pick<ProcessorDependencies, "database" | "ring" | "onProcessed" | "longestMs"> & {
  readonly ahead: ReadAhead;
};

/**
 * Takes the next pending deliveries and applies them in one transaction. A batch that fails is halved until the
 * deliveries that fail alone are found. Those back off and finally fail; their neighbours are done.
 *
 * @returns `idle` if nothing was pending, `busy` if another process holds the lock
 */
async function processBatch(
  scope: SystemScope,
  deps: BatchDependencies,
  only?: readonly string[],
): Promise<"more" | "idle" | "busy"> {
  const { database, ring, ahead } = deps;
  // Before the transaction: reading ahead needs a connection, too.
  const bodies = only === undefined ? await ahead.take() : NOTHING_READ;
  let taken: readonly string[] = [];
  const begun = performance.now();
  try {
    const outcome = await database.prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, PROCESSOR_LOCK))) return "busy";
      const pending = await takePending(scope, tx, BATCH, only, [...bodies.keys()]);
      taken = pending.map((delivery) => delivery.id);
      if (taken.length === 0) return "idle";
      ahead.begin(taken);
      const offsets = await findOffsets(scope, tx, pending);
      const opened = pending.map((delivery) =>
        openDelivery(ring, delivery, offsets.get(delivery.siteId), bodies.get(delivery.id)),
      );
      const parked = opened.filter((delivery) => delivery.problem !== null);
      const good = opened.filter((delivery) => delivery.problem === null && delivery.waitsUntil === null);
      const waiting = opened.filter((delivery) => delivery.waitsUntil !== null);
      const changes: Change[] = [
        ...(await applyTokens(scope, tx, ring, [...good, ...waiting])),
        ...(await applyCardTransactions(scope, tx, good)),
      ];
      const admitted = await admitRevocations(scope, tx, createdTokens(good));
      await requestRefold(
        scope,
        tx,
        pending.flatMap(({ id, datedOtherwise }) => (datedOtherwise ? id : [])),
      );
      await markDone(
        scope,
        tx,
        good.map((delivery) => delivery.id),
      );
      await markWaiting(
        scope,
        tx,
        waiting.flatMap(({ id, waitsUntil }) => (waitsUntil === null ? [] : { id, until: waitsUntil })),
      );
      await parkDeliveries(
        scope,
        tx,
        parked.map(({ id, problem }) => ({ id, error: problem ?? "" })),
      );
      await publish(scope, tx, [...changes, ...deliveryChanges([...opened, ...admitted])]);
      return "more";
    });
    if (outcome === "more") deps.onProcessed?.(taken.length);
    return outcome;
  } catch (error) {
    // An outage ends here too: then these writes throw, and the loop waits for the database.
    const fault = faultOf(error);
    // If it took too long, that may be why the connection was lost: the same again would take as long again.
    const tooLong = performance.now() - begun >= (deps.longestMs ?? LONGEST_TRANSACTION_MS);
    if (taken.length === 0 || (fault === "gone" && !tooLong)) throw error;
    // It collided with a delivery of the same data that arrived at that moment: try the same again.
    if (fault === "collision") return "more";
    // A key may not be rolled out here yet, a body may be on its way to a later month, or a table may be locked: the
    // delivery is not at fault.
    const later = error instanceof UnknownKeyError || error instanceof BodyMissingError;
    const patient = later || (fault === "busy" && !tooLong);
    if (taken.length === 1) await backOff(scope, database, taken[0] ?? "", error, patient);
    else await halve(scope, deps, taken);
    return "more";
  }
}

function createdTokens(opened: readonly OpenedDelivery[]): Buffer[] {
  return opened.flatMap(({ event }) => (event?.name === "token_created" ? fingerprint(event.token) : []));
}

async function halve(scope: SystemScope, deps: BatchDependencies, ids: readonly string[]): Promise<void> {
  const middle = Math.ceil(ids.length / 2);
  await processBatch(scope, deps, ids.slice(0, middle));
  await processBatch(scope, deps, ids.slice(middle));
}

/** @param patient whether it is retried for ever and never marked failed */
async function backOff(
  scope: SystemScope,
  database: Database,
  id: string,
  error: unknown,
  patient: boolean,
): Promise<void> {
  // Messages may quote the payload, so only the kind of error is kept.
  const kind = error instanceof Error ? error.name : "Error";
  await database.prisma.$transaction((tx) =>
    markPendingAgain(scope, tx, { id, error: kind, maxAttempts: patient ? null : MAX_ATTEMPTS }),
  );
}

/** Pages reload deliveries as a list: for many at once, one change per site is enough. */
function deliveryChanges(opened: readonly { id: string; siteId: string }[]): LiveChange[] {
  const named = opened.map(({ siteId, id }) => ({ siteId, kind: "delivery" as const, entityId: id }));
  if (named.length <= MOST_NAMED) return named;
  return [...new Map(named.map((change) => [change.siteId, change])).values()];
}
