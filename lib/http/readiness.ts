/** How far a server is between its start and its end. */
export type Phase = "starting" | "ready" | "stopping";

/** Whether this process can take notifications. */
export interface Readiness {
  readonly phase: Phase;
  enter(phase: Phase): void;
  /** What keeps it from taking any; null where nothing does. Lag is no reason, and a short outage is none. */
  problem(): "starting" | "stopping" | "database_away" | null;
  /** Begins to watch the database. */
  start(): void;
  stop(): void;
}

const TICK_MS = 1_000;
/** Notifications wait out an outage shorter than this. */
const MOST_AWAY_TICKS = 10;
/** A database that says nothing for longer than this is away. */
const PATIENCE_TICKS = 2;

/**
 * Watches whether this process can take notifications. It counts as ready where nobody says otherwise: plain Next
 * answers nothing before it can.
 *
 * @param ping asks the database anything
 */
export function createReadiness(ping: () => Promise<unknown>): Readiness {
  let phase: Phase = "ready";
  // Counted in ticks: a process that was itself held up for long knows nothing of the time it missed.
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
