import { log } from "@/lib/log";
import { createLoop, type Loop } from "./loop";

/** Something that is kept for a time, and how what is older is removed. */
export interface Purge {
  /** What is removed, as the log names it. */
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

const LOOK_EVERY_MS = 60_000;

/**
 * Makes the background work that removes what is too old. Each purge comes in its own time, first a minute after the
 * start; one that fails keeps none of the others from running, and is tried again a minute later. Several processes may
 * purge at once: what is gone is gone.
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
        log.warn({ kind, purge: purge.name }, "what is too old could not be removed");
      }
    }
  };
  return createLoop({ round, everyMs: LOOK_EVERY_MS, restsFirst: true });
}
