import type { Db } from "./client";

/** The time of Postgres: one clock for all replicas, whatever each machine's own says. */
export interface Clock {
  now(): Date;
  /** Asks Postgres for its time. */
  sync(): Promise<void>;
  start(): void;
  stop(): void;
}

/** The time of Postgres, for what is compared with when a delivery arrived. */
export async function readTime(db: Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now ?? new Date();
}

const EVERY_MS = 10_000;
/** An answer that took longer says too little of when it was given. */
const LONGEST_ANSWER_MS = 1_000;

/**
 * Makes the clock of this process. It asks now and then, and counts on by the machine's monotonic clock, which no
 * change of the machine's own time moves. Before the first answer it goes by the machine's time.
 */
export function createClock(db: Db): Clock {
  let known = { time: Date.now(), at: performance.now() };
  let timer: NodeJS.Timeout | undefined;
  const sync = async (): Promise<void> => {
    const asked = performance.now();
    const [row] = await db.$queryRaw<{ ms: number }[]>`
      SELECT EXTRACT(EPOCH FROM clock_timestamp())::float8 * 1000 AS ms`;
    const answered = performance.now();
    if (row === undefined || answered - asked > LONGEST_ANSWER_MS) return;
    known = { time: row.ms, at: (asked + answered) / 2 };
  };
  return {
    now: () => new Date(Math.round(known.time + performance.now() - known.at)),
    sync,
    start: () => {
      // A database that is away has no time: what was known of it still counts on.
      timer ??= setInterval(() => void sync().catch(() => undefined), EVERY_MS).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
