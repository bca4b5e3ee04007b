import { z } from "zod";
import { readJson } from "@/lib/read-json";

/** How cursors are written now: others are of an older version of this software. */
const VERSION = 1;
const LONGEST = 200;

const schema = z.tuple([z.literal(VERSION), z.literal("events"), z.string(), z.string().regex(/^\d{1,18}$/)]);

/** Writes a place in a site's feed as opaque text. */
export function writeEventCursor(siteId: string, id: bigint): string {
  return Buffer.from(JSON.stringify([VERSION, "events", siteId, id.toString()])).toString("base64url");
}

/** Reads a place in a site's feed; null if it is of another site, another version, or no cursor at all. */
export function readEventCursor(siteId: string, text: string): bigint | null {
  if (text.length > LONGEST) return null;
  const read = schema.safeParse(readJson(Buffer.from(text, "base64url").toString("utf8")));
  return read.success && read.data[2] === siteId ? BigInt(read.data[3]) : null;
}
