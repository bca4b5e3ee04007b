import { log } from "@/lib/log";

/** Work that is repeated, one round after the other. */
export interface Loop {
  /** Signals that there is work now. Cheap; can be called often. */
  readonly wake: () => void;
  /** Starts; a second call changes nothing. */
  start(): void;
  /** Stops after the current round, and after a last one if there is one. */
  stop(): Promise<void>;
}

interface LoopOptions {
  /** The work of a round. @returns `more` if the next round has work at once */
  readonly round: () => Promise<unknown>;
  /** The pause between two rounds, in milliseconds. */
  readonly everyMs: number;
  /** The pause after a failed round; the normal one if absent. */
  readonly afterFailureMs?: number;
  /** Whether it pauses before its first round. */
  readonly restsFirst?: boolean;
  /** Whether stopping runs one more round, for what was collected since the last. */
  readonly lastRound?: boolean;
  /**
   * The log message when a round fails; none if absent. A failure never ends the loop: the database may be
   * unavailable.
   */
  readonly failure?: string;
}

/** Creates a loop. Nothing runs before `start`, and it keeps no process alive. */
export function createLoop(options: LoopOptions): Loop {
  const { everyMs, afterFailureMs = everyMs, restsFirst = false, lastRound = false } = options;
  let running: Promise<void> | null = null;
  let woken = false;
  let endRest = (): void => undefined;

  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const round = async (): Promise<number> => {
    woken = false;
    try {
      return (await options.round()) === "more" ? 0 : everyMs;
    } catch (error) {
      const kind = error instanceof Error ? error.name : "unknown";
      if (options.failure !== undefined) log.warn({ kind }, options.failure);
      return afterFailureMs;
    }
  };
  const run = async (stopped: () => boolean): Promise<void> => {
    let pause = restsFirst ? everyMs : 0;
    while (!stopped()) {
      if (pause > 0 && !woken) await rest(pause);
      if (!stopped()) pause = await round();
    }
  };
  const wake = (): void => {
    woken = true;
    endRest();
  };
  let end = (): void => undefined;
  return {
    wake,
    start: () => {
      if (running !== null) return;
      let stopped = false;
      end = () => {
        stopped = true;
        wake();
      };
      running = run(() => stopped);
    },
    stop: async () => {
      end();
      await running;
      running = null;
      if (lastRound) await round();
    },
  };
}
