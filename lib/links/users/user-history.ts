import type { KeyRing } from "@/lib/crypto/key-ring";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { openViolation } from "@/lib/links/sessions/connect-event-detail";
import { readTimeline, type TimelineEntry } from "./user-history-store";

/** The timeline of a linked user, newest first, with its sealed details opened. */
export async function readHistory(
  scope: Scope,
  db: Db,
  ring: KeyRing,
  userId: string,
  limit: number,
): Promise<TimelineEntry[]> {
  const stored = await readTimeline(scope, db, userId, limit);
  return stored.map(({ eventId, siteId, sealed, ...entry }) => {
    const known = eventId !== null && siteId !== null && sealed !== null;
    return { ...entry, violation: known ? openViolation(ring, siteId, eventId, sealed) : null };
  });
}
