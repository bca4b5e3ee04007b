import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { networkOf } from "@/lib/db/rate-limit";
import { log } from "@/lib/log";
import { ANSWER_TIMES_MS, answerClass } from "./answer-times";
import {
  addStats,
  insertUnauthenticated,
  markUsed,
  type StatRow,
  type UnauthenticatedRequest,
} from "./delivery-metrics-store";

/** How a delivery of a known site was answered. */
export type Outcome = "accepted" | "duplicate" | "held" | 400 | 401 | 403 | 404 | 405 | 413 | 503;

/** Counts what must not cost an answer any time, and writes it down every few seconds. */
export interface DeliveryMetrics extends Omit<Loop, "wake"> {
  /** A delivery was answered, after so many milliseconds. */
  answered(siteId: string, outcome: Outcome, milliseconds: number): void;
  /** A webhook key or a partner reference was used. */
  used(credentialId: string): void;
  /** An unauthenticated request. Traces are kept at a limited rate per address. */
  unauthenticated(trace: Omit<UnauthenticatedRequest, "id">): void;
  /** Writes down what was counted. */
  flush(): Promise<void>;
}

const FLUSH_MS = 5_000;
const HOUR_MS = 3_600_000;
const UNAUTHENTICATED_PER_ADDRESS_AN_HOUR = 10;
const MOST_ADDRESSES = 10_000;
const MOST_WAITING = 500;

type Counts = Omit<StatRow, "siteId" | "minute" | "answers"> & { answers: number[] };
type Counter = "accepted" | "duplicate" | "held" | "refused" | "unstored";

/** Creates the counter of this process. What it counted since the last flush is lost with the process. */
export function createDeliveryMetrics({ database }: { database: Database }): DeliveryMetrics {
  let stats = new Map<string, { siteId: string; minute: number; counts: Counts }>();
  let uses = new Set<string>();
  let unauthenticated: UnauthenticatedRequest[] = [];
  const limit = createHourlyLimit();

  const flush = async (): Promise<void> => {
    const rows = [...stats.values()].map(({ siteId, minute, counts }) => ({
      siteId,
      minute: new Date(minute),
      ...counts,
    }));
    const [credentials, traces] = [[...uses], unauthenticated];
    stats = new Map();
    uses = new Set();
    unauthenticated = [];
    try {
      await addStats(SYSTEM_SCOPE, database.prisma, rows);
      await markUsed(SYSTEM_SCOPE, database.prisma, credentials);
      await insertUnauthenticated(SYSTEM_SCOPE, database.prisma, traces);
    } catch (error) {
      // The counts of a few seconds are not worth keeping while the database is unavailable.
      log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "webhook counts were lost");
    }
  };
  return {
    answered: (siteId, outcome, milliseconds) => {
      const minute = Math.floor(Date.now() / 60_000) * 60_000;
      const key = `${siteId}${minute}`;
      let entry = stats.get(key);
      if (entry === undefined) {
        entry = { siteId, minute, counts: noCounts() };
        stats.set(key, entry);
      }
      entry.counts[counterOf(outcome)] += 1;
      const place = answerClass(milliseconds);
      entry.counts.answers[place] = (entry.counts.answers[place] ?? 0) + 1;
    },
    used: (credentialId) => void uses.add(credentialId),
    unauthenticated: (trace) => {
      if (unauthenticated.length < MOST_WAITING && limit(networkOf(trace.address)))
        unauthenticated.push({ id: newId(), ...trace });
    },
    flush,
    ...createLoop({ round: flush, everyMs: FLUSH_MS, restsFirst: true, lastRound: true }),
  };
}

function counterOf(outcome: Outcome): Counter {
  if (typeof outcome === "string") return outcome;
  return outcome === 503 ? "unstored" : "refused";
}

function noCounts(): Counts {
  const answers = new Array<number>(ANSWER_TIMES_MS.length + 1).fill(0);
  return { accepted: 0, duplicate: 0, held: 0, refused: 0, unstored: 0, answers };
}

function createHourlyLimit(): (key: string) => boolean {
  let seen = new Map<string, number>();
  let hour = 0;
  return (key) => {
    const now = Math.floor(Date.now() / HOUR_MS);
    if (now !== hour || seen.size >= MOST_ADDRESSES) {
      seen = new Map();
      hour = now;
    }
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= UNAUTHENTICATED_PER_ADDRESS_AN_HOUR;
  };
}
