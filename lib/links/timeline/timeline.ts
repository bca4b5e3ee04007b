import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import { isStorableText } from "@/lib/anytime/body/storable";
import { listKey, readOpaque, writeOpaque } from "@/lib/db/cursors/list-cursor";
import type { Violation } from "@/lib/links/connecting/requests";

/** The families of what happens to a user; the timeline can be limited to some of them. */
export const TIMELINE_PARTS = ["connect", "tokens", "payments", "deliveries", "staff"] as const;
export type TimelinePart = (typeof TIMELINE_PARTS)[number];

/** One line of a user's timeline. `kind` says what it tells of. */
export interface TimelineEntry {
  /** Identifies this line among all of the user's. */
  readonly id: string;
  readonly at: Date;
  readonly kind: "session" | "attempt" | "mail" | "browser" | "token" | "payment" | "delivery" | "staff";
  readonly name: string;
  readonly detail: string | null;
  /** What it leads to: a payment or a delivery. */
  readonly target: string | null;
  /** Of a payment. */
  readonly amount: string | null;
  readonly type: string | null;
  /** What the page's policy blocked. */
  readonly violation: Violation | null;
}

/** A position in a timeline: what happened in the same second is told in the order of `seq`. */
export interface TimelineCursor {
  readonly second: Date;
  readonly seq: number;
  readonly id: string;
}

/** How positions are written now: others are of an earlier version of this software. */
const VERSION = 1;
const cursorSchema = z.tuple([
  z.literal(VERSION),
  z.string(),
  z.iso
    .datetime()
    .transform((text) => new Date(text))
    .refine(isStorable),
  z.int32(),
  z.string().max(120).refine(isStorableText),
]);

/** The key of a timeline: the same person with the same parts has the same. */
export function timelineKey(userId: string, parts: readonly TimelinePart[]): string {
  return listKey("timeline", [
    ["user", userId],
    ["parts", TIMELINE_PARTS.filter((part) => parts.includes(part))],
  ]);
}

/** Writes a position of a timeline as opaque text for a URL. */
export function writeTimelineCursor(key: string, { second, seq, id }: TimelineCursor): string {
  return writeOpaque([VERSION, key, second.toISOString(), seq, id]);
}

/** Reads a position from a URL; of another timeline, or none at all, it is the top, which the page says. */
export function readTimelineCursor(
  key: string,
  text: string | undefined,
): { readonly after: TimelineCursor | null; readonly isForeign: boolean } {
  if (text === undefined || text === "") return { after: null, isForeign: false };
  const read = cursorSchema.safeParse(readOpaque(text));
  if (!read.success || read.data[1] !== key) return { after: null, isForeign: true };
  const [, , second, seq, id] = read.data;
  return { after: { second, seq, id }, isForeign: false };
}

/** What is shown where nobody chose: a payment says more than the two deliveries that brought it. */
export const USUAL_PARTS: readonly TimelinePart[] = ["connect", "tokens", "payments", "staff"];

/** Reads which parts somebody chose, parted by commas; null for none, or for nonsense. */
export function readTimelineParts(text: string | undefined): readonly TimelinePart[] | null {
  const wanted = (text ?? "").split(",");
  const known = TIMELINE_PARTS.filter((part) => wanted.includes(part));
  return known.length === 0 ? null : known;
}
