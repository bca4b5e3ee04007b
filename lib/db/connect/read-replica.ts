import { goneSignal } from "@/lib/db/access/on-behalf-of";
import { faultOf } from "@/lib/db/fault";
import { log } from "@/lib/log";
import type { Database, Db } from "./client";
import { endOfLastRecord, includes, type Lsn, readLsn } from "./lsn";

/**
 * What reads may expect of the replica:
 * - `off`: there is none;
 * - `ok`: it follows;
 * - `behind`: it follows later than `MOST_LAG_MS`;
 * - `away`: it does not answer, or was just seen to cancel a read;
 * - `no_replica`: it answers, but does not follow our primary.
 */
export type ReplicaState = "off" | "ok" | "behind" | "away" | "no_replica";

/** Reads that may be a moment old: lists, searches, exports. Everything else is read from the primary. */
export interface ReadReplica {
  readonly state: ReplicaState;
  /** How far behind the primary it was last, in milliseconds; null if unknown. */
  readonly lagMs: number | null;
  /**
   * Reads from the replica, and from the primary where the replica is not good enough: not `ok`, has not replayed
   * `after`, or fails with something that the primary would not fail with.
   *
   * @param after what the reader has already seen the effects of, such as its own last write
   */
  read<T>(after: Lsn | null, work: (db: Db) => Promise<T>): Promise<T>;
  /** Where the primary's log is now: what is committed until now lies before it. null without a replica. */
  position(): Promise<Lsn | null>;
  start(): void;
  stop(): void;
}

const MOST_LAG_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 2_000;
/** A read that failed later than this is not repeated: the reader has waited long enough. */
const WORTH_REPEATING_MS = 5_000;
/** Positions of the primary that are remembered, to know since when the replica lags. */
const MOST_SAMPLES = 120;

/** Without a replica, everything is read from the primary. */
export function readFromPrimary(primary: Database): ReadReplica {
  return {
    state: "off",
    lagMs: null,
    read: (_after, work) => work(primary.prisma),
    position: async () => null,
    start: () => undefined,
    stop: () => undefined,
  };
}

/**
 * Follows a replica by comparing its position with those that the primary had, by this process's own clock. Reads go to
 * the primary until it was first seen to follow.
 */
export function followReplica(primary: Database, replica: Database): ReadReplica {
  const samples: { at: number; lsn: Lsn }[] = [];
  let state: ReplicaState = "away";
  let lagMs: number | null = null;
  let replayed: Lsn | null = null;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  const enter = (next: ReplicaState): void => {
    if (next === state) return;
    if (next === "ok") log.info("reads go to the replica");
    else log.warn({ state: next, lagMs }, "reads go to the primary: the replica cannot be used");
    state = next;
  };
  const look = async (): Promise<void> => {
    const [ours, theirs] = await Promise.all([
      inTime(Promise.all([readPosition(primary), readSystem(primary)])),
      inTime(Promise.all([readReplayed(replica), readSystem(replica)])).catch(() => null),
    ]);
    samples.push({ at: performance.now(), lsn: ours[0] });
    if (samples.length > MOST_SAMPLES) samples.shift();
    if (theirs === null) return enter("away");
    if (theirs[0] === null || theirs[1] !== ours[1]) return enter("no_replica");
    replayed = theirs[0];
    lagMs = lagOf(samples, replayed);
    return enter(lagMs > MOST_LAG_MS ? "behind" : "ok");
  };
  const tick = (): void => {
    if (looking) return;
    looking = true;
    look()
      // Without the primary nothing can be said; reads find out for themselves.
      .catch(() => enter("away"))
      .finally(() => {
        looking = false;
      });
  };
  const hasReplayed = async (after: Lsn): Promise<boolean> => {
    if (replayed !== null && includes(replayed, after)) return true;
    const now = await inTime(readReplayed(replica)).catch(() => null);
    if (now === null) return false;
    replayed = now;
    return includes(replayed, after);
  };
  return {
    get state() {
      return state;
    },
    get lagMs() {
      return lagMs;
    },
    read: async (after, work) => {
      if (state !== "ok" || (after !== null && !(await hasReplayed(after)))) return work(primary.prisma);
      const began = performance.now();
      try {
        return await work(replica.prisma);
      } catch (error) {
        const fault = faultOf(error);
        const late = performance.now() - began > WORTH_REPEATING_MS;
        if (late || goneSignal()?.aborted || fault === "row" || fault === "other") throw error;
        // What it was replaying needed the rows that were being read, or it is gone.
        enter("away");
        return work(primary.prisma);
      }
    },
    position: () => readPosition(primary),
    start: () => {
      timer ??= setInterval(tick, LOOK_EVERY_MS).unref();
      tick();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** How long ago the primary first had what the replica has not replayed; 0 if it has everything. */
function lagOf(samples: { at: number; lsn: Lsn }[], replayed: Lsn): number {
  while (samples.length > 1 && includes(replayed, samples[0]?.lsn ?? replayed)) samples.shift();
  const [oldest] = samples;
  if (oldest === undefined || includes(replayed, oldest.lsn)) return 0;
  return Math.round(performance.now() - oldest.at);
}

async function readPosition({ pool }: Database): Promise<Lsn> {
  // Not where it is written to: with synchronous_commit off, what was committed is written a little later.
  const { rows } = await pool.query<{ lsn: string }>("SELECT pg_current_wal_insert_lsn()::text AS lsn");
  const lsn = readLsn(rows[0]?.lsn);
  if (lsn === null) throw new Error("The primary did not say where its log is.");
  return endOfLastRecord(lsn);
}

/** @returns null for a server that takes writes itself */
async function readReplayed({ pool }: Database): Promise<Lsn | null> {
  const { rows } = await pool.query<{ lsn: string | null }>(
    "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS lsn",
  );
  return readLsn(rows[0]?.lsn);
}

/** What a primary and its replicas have in common. */
async function readSystem({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ system: string }>(
    "SELECT system_identifier::text AS system FROM pg_control_system()",
  );
  return rows[0]?.system ?? "";
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
