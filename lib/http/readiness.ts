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

/** Notifications wait out an outage shorter than this. */
const AWAY_MS = 10_000;
const BEAT_MS = 1_000;
/** A database that takes longer than this to say anything is away. */
const PATIENCE_MS = 3_000;

/**
 * Watches whether this process can take notifications. It counts as ready where nobody says otherwise: plain Next
 * answers nothing before it can.
 *
 * @param ping asks the database anything
 */
export function createReadiness(ping: () => Promise<unknown>): Readiness {
  let phase: Phase = "ready";
  let awaySince: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let watching = false;

  const beat = async (): Promise<void> => {
    const began = performance.now();
    const away = (): void => {
      awaySince ??= began;
    };
    const late = setTimeout(away, PATIENCE_MS);
    await ping().then(() => {
      awaySince = null;
    }, away);
    clearTimeout(late);
    if (watching) timer = setTimeout(beat, BEAT_MS).unref();
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
      return awaySince !== null && performance.now() - awaySince >= AWAY_MS ? "database_away" : null;
    },
    start: () => {
      if (watching) return;
      watching = true;
      void beat();
    },
    stop: () => {
      watching = false;
      clearTimeout(timer);
    },
  };
}
