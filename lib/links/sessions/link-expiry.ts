import type { Database } from "@/lib/db/client";
import { SYSTEM_SCOPE } from "@/lib/db/scope";
import { listStoppedConnecting, recomputeUserStates } from "@/lib/links/tokens/user-states-store";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { purgeAttempts } from "./purge-attempts-store";

/** Notices expired connect links. */
export interface LinkExpiry {
  start(): void;
  /** Checks once: a user who was connecting by a link that has expired is connecting no longer. */
  look(): Promise<void>;
  /** Deletes the attempts of links that ended long ago. */
  purge(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
const PURGE_EVERY_MS = 6 * 3_600_000;
const PURGE_BATCH = 1_000;

/**
 * Creates the watch of this process. Expiry follows from the clock, and nothing arrives when it happens; users' states
 * are stored, and follow it here. Several processes may check at once: at worst they write the same twice.
 */
export function createLinkExpiry(database: Database): LinkExpiry {
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    await database.prisma.$transaction(async (tx) => {
      const users = await listStoppedConnecting(SYSTEM_SCOPE, tx);
      const changed = await recomputeUserStates(SYSTEM_SCOPE, tx, users);
      const told = changed.map(({ id, siteId }) => ({ siteId, kind: "linked_user", entityId: id }) as const);
      await publish(SYSTEM_SCOPE, tx, told);
    });
  };
  const purge = async (): Promise<void> => {
    const batch = () => database.prisma.$transaction((tx) => purgeAttempts(SYSTEM_SCOPE, tx, PURGE_BATCH));
    while ((await batch()) === PURGE_BATCH);
  };
  let nextPurge = 0;
  const lookAgain = (): void => {
    looking = looking.then(lookAndPurge).catch((error: unknown) => {
      // The database is unavailable: the next check finds the same and more.
      log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "expired links were not noticed");
    });
  };
  const lookAndPurge = async (): Promise<void> => {
    await look();
    if (Date.now() < nextPurge) return;
    nextPurge = Date.now() + PURGE_EVERY_MS;
    await purge();
  };
  return {
    look,
    purge,
    start: () => {
      timer ??= setInterval(lookAgain, EVERY_MS).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
