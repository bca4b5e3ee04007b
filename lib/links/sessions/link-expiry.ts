import type { Database } from "@/lib/db/client";
import { SYSTEM_SCOPE } from "@/lib/db/scope";
import { listStoppedConnecting, recomputeUserStates } from "@/lib/links/tokens/user-states-store";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { purgeAttempts } from "./purge-attempts-store";

/** Notices connect links whose time is over. */
export interface LinkExpiry {
  start(): void;
  /** Looks once: who was connecting by a link that has expired is connecting no more. */
  look(): Promise<void>;
  /** Forgets the openings of links that ended long ago. */
  purge(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
const PURGE_EVERY_MS = 6 * 3_600_000;
const PURGE_BATCH = 1_000;

/**
 * Makes the watch of this process. Expiry is a fact of the clock and nothing arrives when it happens; users' states
 * are stored, and follow it here. Several processes may look at once: the same is written twice at worst.
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
      // The database is away: the next look finds the same and more.
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
