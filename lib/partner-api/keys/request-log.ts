import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { log } from "@/lib/log";
import { insertRequests, type LoggedRequest } from "./requests-store";

/** The request log of the API. */
export interface RequestLog extends Loop {
  /** Notes a request. Returns at once: it is written about a second later, or not at all if too many wait. */
  note(request: Omit<LoggedRequest, "id" | "at">): void;
}

const EVERY_MS = 1_000;
/** While the database is away, no more than so many wait. */
const MOST_WAITING = 10_000;
const BATCH = 1_000;

/** Creates the log of this process. What waits when it stops is written. */
export function createRequestLog(database: Database): RequestLog {
  let waiting: LoggedRequest[] = [];
  let dropped = 0;
  const write = async (): Promise<"more" | "idle"> => {
    if (dropped > 0) log.warn({ dropped }, "requests of the API were not logged");
    dropped = 0;
    const batch = waiting.slice(0, BATCH);
    if (batch.length === 0) return "idle";
    await insertRequests(SYSTEM_SCOPE, database.prisma, batch);
    waiting = waiting.slice(batch.length);
    return waiting.length > 0 ? "more" : "idle";
  };
  const failure = "requests of the API could not be logged yet";
  return {
    ...createLoop({ round: write, everyMs: EVERY_MS, restsFirst: true, lastRound: true, failure }),
    note: (request) => {
      if (waiting.length >= MOST_WAITING) dropped += 1;
      else waiting.push({ ...request, id: newId(), at: new Date() });
    },
  };
}
