import { parseBankDate } from "@/lib/anytime/values/bank-date";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { Stretch } from "./affected-store";

/** Days that a stretch of outage may have. */
const MOST_DAYS = 7;
const DAY_MS = 86_400_000;
const WRITTEN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** A stretch of outage, or what is wrong with how it was written. */
export type ReadStretch =
  | { readonly ok: true; readonly stretch: Stretch }
  | { readonly ok: false; readonly problem: "missing" | "backwards" | "too_long" };

/** Reads a stretch as forms write it, in the bank's time: `2026-11-26T09:00`. */
export function readStretch(from: string | undefined, to: string | undefined): ReadStretch {
  const [start, end] = [from, to].map((text) =>
    text !== undefined && WRITTEN.test(text) ? parseBankDate(`${text.replace("T", " ")}:00`) : null,
  );
  if (start == null || end == null) return { ok: false, problem: "missing" };
  const length = end.instant.getTime() - start.instant.getTime();
  if (length <= 0) return { ok: false, problem: "backwards" };
  if (length > MOST_DAYS * DAY_MS) return { ok: false, problem: "too_long" };
  return { ok: true, stretch: { from: start.instant, to: end.instant } };
}

/** Writes a time like the fields of a form do, in the bank's time; the next minute if `up`. */
export function writeMinute(at: Date, up = false): string {
  const shown = new Date(at.getTime() + (up ? 59_999 : 0));
  return shown
    .toLocaleString("sv-SE", { timeZone: BANK_ZONE, dateStyle: "short", timeStyle: "short" })
    .replace(" ", "T");
}
