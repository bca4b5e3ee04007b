import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** A position in a list sorted by (time, id), newest first. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

/** Writes a cursor as opaque text for a URL. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at.toISOString(), cursor.id]), "utf8").toString("base64url");
}

/** Reads a cursor from a URL; anything that is not one counts as absent. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined || text.length > 200) return null;
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    const moment = new Date(at);
    return isStorable(moment) ? { at: moment, id } : null;
  } catch {
    return null; // typed by hand or cut short: the list starts at the top
  }
}

/** One page of a list, and where the next one starts. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly next: string | null;
}

/** Cuts `limit + 1` rows to a page. */
export function toPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => Cursor): Page<Row> {
  const last = rows[limit - 1];
  const more = rows.length > limit && last !== undefined;
  return { rows: rows.slice(0, limit), next: more ? writeCursor(cursorOf(last)) : null };
}
