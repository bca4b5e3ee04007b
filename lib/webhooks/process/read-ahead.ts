import { setTimeout as sleep } from "node:timers/promises";
import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { log } from "@/lib/log";
import { type ReadBody, readBody } from "./open-delivery";
import { readNextBodies } from "./process-store";

/** What bodies say, by the ids of their deliveries. */
type ReadBodies = ReadonlyMap<string, ReadBody>;

/**
 * Reads the bodies of the next batch while Postgres writes this one: the two would wait for each other by turns. It
 * decides nothing: the next batch takes what is due then, and reads for itself what is not here.
 */
export interface ReadAhead {
  /** Begins to read what comes after the newest of a batch. Nothing does unless the batch is full. */
  begin(batch: readonly string[]): void;
  /** What was read since; nothing if that takes long. It is handed out once. */
  take(): Promise<ReadBodies>;
}

export const NOTHING_READ: ReadBodies = new Map();
/** How many are read at a time before others get their turn: a few milliseconds. */
const AT_A_TIME = 50;
/** A batch waits no longer for what it can read itself. */
const PATIENCE_MS = 1_000;

/** @param limit how many a full batch has; no more are read */
export function createReadAhead(
  scope: SystemScope,
  database: Database,
  ring: KeyRing,
  limit: number,
): ReadAhead {
  let reading = Promise.resolve(NOTHING_READ);
  return {
    begin: (batch) => {
      const after = batch.length < limit ? undefined : batch.toSorted().at(-1);
      if (after === undefined) return;
      reading = readAfter(scope, database, ring, after, limit).catch((error: unknown) => {
        // If it is a body's fault, the next batch finds out whose.
        const kind = error instanceof Error ? error.name : "unknown";
        log.warn({ kind }, "the next deliveries could not be read ahead; they are read in their turn");
        return NOTHING_READ;
      });
    },
    take: async () => {
      const read = await Promise.race([reading, sleep(PATIENCE_MS, NOTHING_READ, { ref: false })]);
      reading = Promise.resolve(NOTHING_READ);
      return read;
    },
  };
}

async function readAfter(
  scope: SystemScope,
  { prisma }: Database,
  ring: KeyRing,
  after: string,
  limit: number,
): Promise<ReadBodies> {
  const bodies = new Map<string, ReadBody>();
  // A transaction, for its limits.
  const stored = await prisma.$transaction((tx) => readNextBodies(scope, tx, after, limit));
  for (const [at, body] of stored.entries()) {
    if (at % AT_A_TIME === 0) await new Promise(setImmediate);
    if (body.bodySealed !== null) bodies.set(body.id, readBody(ring, body.bodySealed, body));
  }
  return bodies;
}
