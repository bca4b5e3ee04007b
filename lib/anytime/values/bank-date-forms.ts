/** The parts of a date as written. */
export interface WrittenDate {
  /** The wall time as if it were UTC, in milliseconds. */
  readonly wall: number;
  /** The zone as written; null if there was none. */
  readonly zone: string | null;
  /** Part of it was missing or ambiguous. */
  readonly guess: boolean;
}

const ZONE = String.raw`(?:\s*(?<zone>Z|UTC|GMT|CES?T|[+-]\d{2}(?::?\d{2})?|[A-Z][a-z]+\/[A-Za-z_/]+))?`;
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** The bank's own format first. The day comes before the month if the year comes last, as in France. */
const FORMS = [
  String.raw`(?<year>\d{4})([-/.])(?<month>\d{2})\2(?<day>\d{2})(?:(?:\s+|T)${TIME})?${ZONE}`,
  String.raw`(?<day>\d{1,2})([-/.])(?<month>\d{1,2})\2(?<year>\d{4})(?:(?:,?\s+|T)${TIME})?${ZONE}`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:T?(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2}))?${ZONE}`,
  String.raw`(?:[A-Z][a-z]{2},?\s+)?(?<day>\d{1,2})\s+(?<name>[A-Z][a-z]{2})\s+(?<year>\d{4})\s+${TIME}${ZONE}`,
].map((form) => new RegExp(`^${form}$`, "i"));
const EPOCH = /^(?:\d{10}(?:\.\d{1,9})?|\d{13}|\d{16})$/;

/** Reads a date in any common format, or null if it has none of them or the day does not exist. */
export function readWrittenDate(text: string): WrittenDate | null {
  if (EPOCH.test(text)) return { wall: readEpoch(text), zone: "UTC", guess: false };
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return fromParts(parts);
  }
  return null;
}

/** Seconds, milliseconds or microseconds, depending on the number of digits. */
function readEpoch(text: string): number {
  const [whole = "", fraction = ""] = text.split(".");
  if (whole.length === 10) return Number(whole) * 1_000 + milliseconds(fraction);
  return whole.length === 13 ? Number(whole) : Math.floor(Number(whole) / 1_000);
}

function fromParts(parts: Record<string, string | undefined>): WrittenDate | null {
  const { year = "", day = "", hour, minute = "0", second = "0", fraction = "", zone, name } = parts;
  const month = name === undefined ? (parts.month ?? "") : String(MONTHS.indexOf(name.toLowerCase()) + 1);
  const two = (digits: string) => digits.padStart(2, "0");
  const date = `${year}-${two(month)}-${two(day)}T${two(hour ?? "0")}:${two(minute)}:${two(second)}`;
  const time = Date.parse(`${date}Z`);
  // Date.parse rolls over some impossible dates (30 February): only a date that reads back the same is valid.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== date) return null;
  const swappable = parts.day !== undefined && isDayFirst(parts) && Number(day) <= 12 && day !== month;
  return {
    wall: time + milliseconds(fraction),
    zone: zone ?? null,
    guess: hour === undefined || swappable,
  };
}

/** Only numbers, day first: elsewhere they would be read month first. */
function isDayFirst(parts: Record<string, string | undefined>): boolean {
  return parts.name === undefined && Object.keys(parts).indexOf("day") < Object.keys(parts).indexOf("year");
}

function milliseconds(fraction: string): number {
  return Number(fraction.padEnd(3, "0").slice(0, 3));
}
