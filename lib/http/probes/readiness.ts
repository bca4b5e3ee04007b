/** The phase of a server between its start and its end. */
export type Phase = "starting" | "ready" | "stopping";

/** Whether this process can receive deliveries. */
export interface Readiness {
  readonly phase: Phase;
  enter(phase: Phase): void;
  /** What prevents it from receiving; null if nothing does. Lag is no reason, and neither is a short outage. */
  problem(): "starting" | "stopping" | "database_away" | null;
  /** Starts watching the database. */
  start(): void;
  stop(): void;
}

const TICK_MS = 1_000;
/** Deliveries survive an outage shorter than this. */
const MOST_AWAY_TICKS = 10;
/** A database that is silent for longer counts as unavailable. */
const PATIENCE_TICKS = 2;

/**
 * Watches whether this process can receive deliveries. By default it counts as ready: plain Next answers nothing
 * before it can.
 *
 * @param ping any query to the database
 */
export function createReadiness(ping: () => Promise<unknown>): Readiness {
  let phase: Phase = "ready";
  // Counted in ticks: a process that was blocked knows nothing about the time it missed.
  let awayTicks = 0;
  let silentTicks = 0;
  let asking = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;

  const tick = (): void => {
    silentTicks += 1;
    if (failing || (asking && silentTicks > PATIENCE_TICKS)) awayTicks += 1;
    if (asking) return;
    asking = true;
    silentTicks = 0;
    const answered = (failed: boolean): void => {
      asking = false;
      failing = failed;
      if (!failed) awayTicks = 0;
    };
    ping().then(
      () => answered(false),
      () => answered(true),
    );
  };
  return {
    get phase() {
      return phase;
    },
    enter: (next) => {
      phase = next;
    },
    problem: () => {
      if (phase !== "ready") return phase;
      return awayTicks >= MOST_AWAY_TICKS ? "database_away" : null;
    },
    start: () => {
      if (timer !== undefined) return;
      timer = setInterval(tick, TICK_MS).unref();
      tick();
    },
    stop: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
