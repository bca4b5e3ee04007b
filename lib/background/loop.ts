import { log } from "@/lib/log";

/** Work that is done again and again, one round after the other. */
export interface Loop {
  /** Says that there is something to do now. Cheap; may be called often. */
  readonly wake: () => void;
  /** Begins; a second call changes nothing. */
  start(): void;
  /** Ends after the round that is going on, and after the last one where there is one. */
  stop(): Promise<void>;
}

interface LoopOptions {
  /** What is done each time. @returns `more` where the next round has work at once */
  readonly round: () => Promise<unknown>;
  /** The rest between two rounds, in milliseconds. */
  readonly everyMs: number;
  /** The rest after a round that failed; as any other where absent. */
  readonly afterFailureMs?: number;
  /** Whether it rests before its first round. */
  readonly restsFirst?: boolean;
  /** Whether stopping does one more round, for what was gathered since the last. */
  readonly lastRound?: boolean;
  /** What the log says when a round fails; nothing where absent. A failure never ends the loop: the database may be away. */
  readonly failure?: string;
}

/** Makes a loop. Nothing runs before `start`, and nothing keeps a process alive for it. */
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
