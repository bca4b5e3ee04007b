import type { Db } from "./connect/client";

/** The time of Postgres: one clock for all replicas, whatever each machine says. */
export interface Clock {
  now(): Date;
  /** Reads Postgres's time. */
  sync(): Promise<void>;
  start(): void;
  stop(): void;
}

/** The time of Postgres, for comparison with the arrival of deliveries. */
export async function readTime(db: Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now ?? new Date();
}

const EVERY_MS = 10_000;
/** An answer that took longer is too imprecise. */
const LONGEST_ANSWER_MS = 1_000;

/**
 * Creates the clock of this process. It reads the time now and then, and continues with the machine's monotonic clock,
 * which no change of the machine's time affects. Before the first answer it uses the machine's time.
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
      // Without the database, the last known time still counts on.
      timer ??= setInterval(() => void sync().catch(() => undefined), EVERY_MS).unref();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
