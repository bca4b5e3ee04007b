import { z } from "zod";
import type { FeedPlace } from "@/lib/live/feed-store";
import { readJson } from "@/lib/read-json";

/** How cursors are written now: others are of an older version of this software. */
const VERSION = 2;
const LONGEST = 200;

const number = z.string().regex(/^\d{1,18}$/);
const schema = z.union([
  z.tuple([z.literal(VERSION), z.literal("events"), z.string(), number, z.int().nullable()]),
  // Of the version before, which did not say when the event was.
  z.tuple([z.literal(1), z.literal("events"), z.string(), number]),
]);

/** Writes a place in a site's feed as opaque text. */
export function writeEventCursor(siteId: string, { id, at }: FeedPlace): string {
  const place = [VERSION, "events", siteId, id.toString(), at?.getTime() ?? null];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Reads a place in a site's feed; null if it is of another site, another version, or no cursor at all. */
export function readEventCursor(siteId: string, text: string): FeedPlace | null {
  if (text.length > LONGEST) return null;
  const read = schema.safeParse(readJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!read.success || read.data[2] !== siteId) return null;
  const at = read.data[4] ?? null;
  return { id: BigInt(read.data[3]), at: at === null ? null : new Date(at) };
}
