import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE, type SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { ROLLUP_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { publish } from "@/lib/live/publish";
import { listDirtyDays, markAged, markUnfilled } from "./dirty-hours-store";
import { recomputeDays } from "./recompute-store";

const EVERY_MS = 1_000;
/** Adding up a busy hour takes time that others need: it rests for so many times as long. */
const REST = 5;
const AGED_EVERY_MS = 10 * 60_000;
/** Not all, so that today waits for no long row of older days. */
const DAYS_A_ROUND = 250;
const DAYS_AT_FIRST = 8;
const QUICK_MS = 500;

interface RollupOptions {
  readonly database: Database;
  readonly enabled: boolean;
}

/** Creates the background work that keeps the rollups those of their payments, about a second late. */
export function createRollups({ database, enabled }: RollupOptions): Loop {
  let next = 0;
  let aged = 0;
  let stopped = false;
  const loop = createLoop({
    round: async () => {
      const begun = Date.now();
      if (begun < next) return;
      try {
        if (begun >= aged) await database.prisma.$transaction((tx) => markAged(SYSTEM_SCOPE, tx, null));
        aged = begun >= aged ? begun + AGED_EVERY_MS : aged;
        await recomputeRollups(SYSTEM_SCOPE, database, null, () => stopped);
      } finally {
        next = Date.now() + REST * (Date.now() - begun);
      }
    },
    everyMs: EVERY_MS,
    failure: "the rollups could not be computed; they will be retried",
  });
  const stop = (): Promise<void> => {
    stopped = true;
    return loop.stop();
  };
  return enabled ? { ...loop, stop } : { ...loop, start: () => undefined };
}

/**
 * Recomputes the newest dirty days, and tells open pages with the same commit: whatever ends the round, they hear of it.
 *
 * @param now what today depends on; the database's clock if null
 * @param isStopped asked between two transactions: what is left stays dirty
 * @returns `idle` if nothing was dirty or another process is at it
 */
export async function recomputeRollups(
  scope: SystemScope,
  { prisma }: Database,
  now: Date | null = null,
  isStopped: () => boolean = () => false,
): Promise<"more" | "idle"> {
  await prisma.$transaction((tx) => markUnfilled(scope, tx));
  const days = await listDirtyDays(scope, prisma, DAYS_A_ROUND);
  for (let done = 0, together = DAYS_AT_FIRST; done < days.length && !isStopped(); ) {
    const some = days.slice(done, done + together);
    const begun = Date.now();
    const isMine = await prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, ROLLUP_LOCK))) return false;
      const sites = await recomputeDays(scope, tx, some, now);
      // Pages that show sums reload them on any delivery.
      const changes = sites.map((siteId) => ({ siteId, kind: "delivery" as const, entityId: siteId }));
      if (changes.length > 0) await publish(scope, tx, changes);
      return true;
    });
    if (!isMine) return "idle";
    done += some.length;
    // Many quiet days at once, a busy one alone: no transaction lasts long.
    together = Date.now() - begun < QUICK_MS ? together * 2 : Math.max(1, Math.floor(together / 2));
  }
  return days.length > 0 ? "more" : "idle";
}
