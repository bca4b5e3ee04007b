import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { recomputeUserStates, toldOfUser } from "@/lib/links/standing/derived-states-store";
import { listDueStandings } from "@/lib/links/standing/standing-store";
import { publish } from "@/lib/live/publish";
import { purgeAttempts } from "./sessions-store";

const EVERY_MS = 60_000;
const DUE_BATCH = 500;
const PURGE_BATCH = 1_000;

/**
 * Creates the watch over what only time changes: connect links expire, and a confirmation of the bank stays away.
 * Nothing arrives when that happens; users' states and standings are stored, and follow it here. It also derives the
 * standings of users who never had one. Several processes may check at once: at worst they write the same twice.
 */
export function createLinkExpiry(database: Database): Loop {
  return createLoop({
    round: async () => ((await noticeExpiredLinks(database)) === DUE_BATCH ? "more" : "done"),
    everyMs: EVERY_MS,
    failure: "expired links were not noticed",
  });
}

/** Checks once. @returns how many users were looked at: of a full batch there may be more */
export async function noticeExpiredLinks(database: Database): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    const users = await listDueStandings(SYSTEM_SCOPE, tx, DUE_BATCH);
    const changed = await recomputeUserStates(SYSTEM_SCOPE, tx, users);
    await publish(SYSTEM_SCOPE, tx, changed.flatMap(toldOfUser));
    return users.length;
  });
}

/** Deletes the attempts of links that ended long ago. */
export async function purgeOldAttempts(database: Database): Promise<void> {
  const batch = () => database.prisma.$transaction((tx) => purgeAttempts(SYSTEM_SCOPE, tx, PURGE_BATCH));
  while ((await batch()) === PURGE_BATCH);
}
