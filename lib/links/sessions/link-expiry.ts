import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { listStoppedConnecting, recomputeUserStates } from "@/lib/links/tokens/derived-states-store";
import { publish } from "@/lib/live/publish";
import { purgeAttempts } from "./sessions-store";

const EVERY_MS = 60_000;
const PURGE_BATCH = 1_000;

/**
 * Creates the watch over expired connect links. Expiry follows from the clock, and nothing arrives when it happens;
 * users' states are stored, and follow it here. Several processes may check at once: at worst they write the same
 * twice.
 */
export function createLinkExpiry(database: Database): Loop {
  return createLoop({
    round: () => noticeExpiredLinks(database),
    everyMs: EVERY_MS,
    restsFirst: true,
    failure: "expired links were not noticed",
  });
}

/** Checks once: a user who was connecting by a link that has expired is no longer connecting. */
export async function noticeExpiredLinks(database: Database): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    const users = await listStoppedConnecting(SYSTEM_SCOPE, tx);
    const changed = await recomputeUserStates(SYSTEM_SCOPE, tx, users);
    const told = changed.map(({ id, siteId }) => ({ siteId, kind: "linked_user", entityId: id }) as const);
    await publish(SYSTEM_SCOPE, tx, told);
  });
}

/** Deletes the attempts of links that ended long ago. */
export async function purgeOldAttempts(database: Database): Promise<void> {
  const batch = () => database.prisma.$transaction((tx) => purgeAttempts(SYSTEM_SCOPE, tx, PURGE_BATCH));
  while ((await batch()) === PURGE_BATCH);
}
