import { hash } from "node:crypto";
import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import { readJson } from "@/lib/read-json";
import type { Cursor, Page } from "./cursor";

/** How cursors are written now: others are of an older version of this software. */
const VERSION = 2;
const LONGEST = 300;
/** Before every id: what is dated at the instant is after a place with it. */
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const instant = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .refine(isStorable);
const schema = z.tuple([
  z.literal(VERSION),
  z.string(),
  z.tuple([instant, z.uuid()]).nullable(),
  instant.nullable(),
]);

/** Where a page of a list begins, and how far a search for it went back. */
export interface ListPlace {
  /** The page has what comes after this; null is the beginning. */
  readonly after: Cursor | null;
  /** A search that ran out ended here: looked for again, the page ends there too. Null if none did. */
  readonly floor: Date | null;
}

export type ReadPlace =
  | { readonly kind: "place"; readonly place: ListPlace }
  /** Of another list, of other filters, of another version, or no cursor at all. */
  | { readonly kind: "foreign" };

export const BEGINNING: ListPlace = { after: null, floor: null };

/** The place before an instant: of what is dated then, nothing is left out. */
export function placeBefore(at: Date): ListPlace {
  return { after: { at, id: FIRST_ID }, floor: null };
}

/** The key of a list: the same order with the same filters has the same; what is absent or empty is no filter. */
export function listKey(order: string, filters: readonly (readonly [string, unknown])[] = []): string {
  const given = filters.filter(([, value]) => value !== undefined && value !== "");
  return hash("sha256", JSON.stringify([order, ...given]), "base64url").slice(0, 10);
}

/** Cuts `limit + 1` rows to a page of the list that `key` names. */
export function toPage<Row>(
  key: string,
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): Page<Row> {
  const last = rows[limit - 1];
  const more = rows.length > limit && last !== undefined;
  const next = more ? writePlace(key, { after: cursorOf(last), floor: null }) : null;
  return { rows: rows.slice(0, limit), next };
}

/** The position of a URL, for lists that search no further; of another list it is the beginning, which pages say. */
export function readAfter(
  key: string,
  text: string | undefined,
): { readonly after: Cursor | null; readonly isForeign: boolean } {
  const read = readPlace(key, text);
  return read.kind === "foreign"
    ? { after: null, isForeign: true }
    : { after: read.place.after, isForeign: false };
}

/** Writes a place as opaque text for a URL, bound to a list: `key` names its order and its filters. */
export function writePlace(key: string, { after, floor }: ListPlace): string {
  const position = after === null ? null : [after.at.toISOString(), after.id];
  return writeOpaque([VERSION, key, position, floor?.toISOString() ?? null]);
}

/** Reads a place from a URL; without one it is the beginning. */
export function readPlace(key: string, text: string | undefined): ReadPlace {
  if (text === undefined || text === "") return { kind: "place", place: BEGINNING };
  const read = schema.safeParse(readOpaque(text));
  if (!read.success || read.data[1] !== key) return { kind: "foreign" };
  const [, , position, floor] = read.data;
  const after = position === null ? null : { at: position[0], id: position[1] };
  return { kind: "place", place: { after, floor } };
}

/** A value as text for a URL that nobody is meant to read. */
export function writeOpaque(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** The value of such a text; undefined if it is none, or longer than any of ours. */
export function readOpaque(text: string): unknown {
  return text.length > LONGEST ? undefined : readJson(Buffer.from(text, "base64url").toString("utf8"));
}
