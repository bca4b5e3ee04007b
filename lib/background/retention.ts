import { log } from "@/lib/log";
import { createLoop, type Loop } from "./loop";

/** Something that is kept for a time, and how older data is removed. */
export interface Purge {
  /** The name in the log. */
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

const LOOK_EVERY_MS = 60_000;

/**
 * Creates the background work that removes old data. Each purge runs at its own interval, first a minute after the
 * start; one that fails does not block the others, and is retried a minute later. Several processes may purge at once:
 * removed is removed.
 */
export function createRetention(purges: readonly Purge[], now: () => number = Date.now): Loop {
  const due = new Map<Purge, number>();
  const round = async (): Promise<void> => {
    for (const purge of purges) {
      if (now() < (due.get(purge) ?? 0)) continue;
      try {
        await purge.run();
        due.set(purge, now() + purge.everyMs);
      } catch (error) {
        const kind = error instanceof Error ? error.name : "unknown";
        log.warn({ kind, purge: purge.name }, "old data could not be removed");
      }
    }
  };
  return createLoop({ round, everyMs: LOOK_EVERY_MS, restsFirst: true });
}
