import { readWrittenDate } from "./bank-date-forms";
import { BANK_ZONE } from "./bank-zone";

/** The instant of a bank's date. */
export interface BankInstant {
  readonly instant: Date;
  /** True if clocks went back and the same wall time occurred twice: the first of the two is used. */
  readonly ambiguous: boolean;
}

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Reads a date as the bank writes it: wall time in Paris without a zone. A written zone takes precedence. A wall time
 * that was skipped in spring is read as the later one.
 *
 * @param raw `YYYY-MM-DD HH:MM:SS`, or another common format (bank-date-forms.ts)
 * @param zone IANA name of the zone of the wall time
 * @returns the instant, or null if the text is missing or no such date exists
 * @throws RangeError if the runtime does not know the zone
 */
export function parseBankDate(raw: string | null, zone = BANK_ZONE): BankInstant | null {
  const written = readWrittenDate(raw?.trim() ?? "");
  if (written === null) return null;
  const { wall, guess } = written;
  const offset = written.zone === null ? null : readOffset(written.zone);
  if (offset !== null) return { instant: new Date(wall - offset * 60_000), ambiguous: guess };
  if (written.zone !== null && !isZone(written.zone)) return null;
  const { instant, ambiguous } = inZone(wall, written.zone ?? zone);
  return { instant, ambiguous: ambiguous || guess };
}

const NAMED_OFFSETS: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, CET: 60, CEST: 120 };

/** Minutes ahead of UTC; null if it is not an offset, or one that no place has. */
function readOffset(text: string): number | null {
  const named = NAMED_OFFSETS[text.toUpperCase()];
  if (named !== undefined) return named;
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 18 || Number(minutes) > 59) return null;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

function inZone(wall: number, zone: string): BankInstant {
  // Clocks change at most once in two days, so the wall time can only have these offsets.
  const before = wall - offsetAt(wall - DAY_MS, zone);
  const after = wall - offsetAt(wall + DAY_MS, zone);
  if (before === after) return { instant: new Date(before), ambiguous: false };
  const real = [before, after].filter((instant) => instant + offsetAt(instant, zone) === wall);
  const [only] = real;
  if (only === undefined) return { instant: new Date(Math.max(before, after)), ambiguous: false };
  return { instant: new Date(Math.min(...real)), ambiguous: real.length === 2 };
}

/** Milliseconds by which the zone is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    formatters.set(zone, formatter);
  }
  const [, sign, hours, minutes, seconds] =
    /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(formatter.format(instant)) ?? [];
  const total = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return (sign === "-" ? -1 : 1) * total * 1_000;
}
