import { escapeDirections } from "@/lib/anytime/values/visible-text";
import type { KeyRing } from "@/lib/crypto/key-ring";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { openViolation } from "@/lib/links/connecting/event-detail";
import {
  type TimelineCursor,
  type TimelineEntry,
  type TimelinePart,
  timelineKey,
  writeTimelineCursor,
} from "./timeline";
import { readTimeline } from "./timeline-store";

/** One page of a timeline, and where the next one starts. */
export interface HistoryPage {
  readonly entries: readonly TimelineEntry[];
  readonly next: string | null;
}

/** One page of the timeline of a linked user, newest first, with its sealed details opened. */
export async function readHistory(
  scope: Scope,
  db: Db,
  ring: KeyRing,
  asked: {
    readonly userId: string;
    readonly parts: readonly TimelinePart[];
    readonly after: TimelineCursor | null;
    readonly limit: number;
  },
): Promise<HistoryPage> {
  const stored = await readTimeline(scope, db, { ...asked, limit: asked.limit + 1 });
  const page = stored.slice(0, asked.limit);
  const last = page.at(-1);
  const entries = page.map(({ eventId, siteId, sealed, seq: _seq, second: _second, ...entry }) => {
    const known = eventId !== null && siteId !== null && sealed !== null;
    const violation = known ? openViolation(ring, siteId, eventId, sealed) : null;
    return { ...entry, name: escapeDirections(entry.name), violation };
  });
  const more = stored.length > asked.limit && last !== undefined;
  return { entries, next: more ? writeTimelineCursor(timelineKey(asked.userId, asked.parts), last) : null };
}
