import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { type ReadBody, readBody } from "./open-delivery";
import { readNextBodies } from "./process-store";

/** What bodies say, by the ids of their deliveries. */
type ReadBodies = ReadonlyMap<string, ReadBody>;

/**
 * Reads the bodies of the next batch while Postgres writes this one: the two would wait for each other by turns. It
 * decides nothing: the next batch takes what is due then, and reads for itself what is not here.
 */
export interface ReadAhead {
  /** Begins to read what comes after a delivery. */
  begin(after: string): void;
  /** What was read since. It is handed out once. */
  take(): Promise<ReadBodies>;
}

const NONE: ReadBodies = new Map();
/** How many are read at a time before others get their turn: a few milliseconds. */
const AT_A_TIME = 50;

export function createReadAhead(
  scope: SystemScope,
  database: Database,
  ring: KeyRing,
  limit: number,
): ReadAhead {
  let reading = Promise.resolve(NONE);
  return {
    begin: (after) => {
      // Without them the next batch meets the same fault, and knows what to do about it.
      reading = readAfter(scope, database, ring, after, limit).catch(() => NONE);
    },
    take: async () => {
      const read = await reading;
      reading = Promise.resolve(NONE);
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
  const stored = await readNextBodies(scope, prisma, after, limit);
  for (const [at, body] of stored.entries()) {
    if (at % AT_A_TIME === 0) await new Promise(setImmediate);
    if (body.bodySealed !== null) bodies.set(body.id, readBody(ring, body.bodySealed, body));
  }
  return bodies;
}
