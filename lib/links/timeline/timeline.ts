import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import type { Violation } from "@/lib/links/sessions/connect-requests";

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

const cursorSchema = z.tuple([z.iso.datetime(), z.int(), z.string().max(120)]);

/** Writes a position as opaque text for a URL. */
export function writeTimelineCursor({ second, seq, id }: TimelineCursor): string {
  return Buffer.from(JSON.stringify([second.toISOString(), seq, id]), "utf8").toString("base64url");
}

/** Reads a position from a URL; anything that is not one counts as absent. */
export function readTimelineCursor(text: string | undefined): TimelineCursor | null {
  if (text === undefined || text.length > 400) return null;
  try {
    const [at, seq, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    const second = new Date(at);
    return isStorable(second) && !id.includes("\0") ? { second, seq, id } : null;
  } catch {
    return null; // typed by hand or cut short: the timeline starts at the top
  }
}

/** What is shown where nobody chose: a payment says more than the two deliveries that brought it. */
export const USUAL_PARTS: readonly TimelinePart[] = ["connect", "tokens", "payments", "staff"];

/** Reads which parts somebody chose, parted by commas; null for none, or for nonsense. */
export function readTimelineParts(text: string | undefined): readonly TimelinePart[] | null {
  const wanted = (text ?? "").split(",");
  const known = TIMELINE_PARTS.filter((part) => wanted.includes(part));
  return known.length === 0 ? null : known;
}
