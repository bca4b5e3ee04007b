/** When a bank's date was. */
export interface BankInstant {
  readonly instant: Date;
  /** True where clocks went back and the same wall time came twice: the first of the two was taken. */
  readonly ambiguous: boolean;
}

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:\s?(Z|[+-]\d{2}:?\d{2}))?$/;
const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Reads a date as the bank writes it: wall time without a zone, meant in Paris. An explicit offset, if
 * there is one, is believed instead. A wall time that clocks skipped in spring is read as the later one.
 *
 * @param raw `YYYY-MM-DD HH:MM:SS`, with a space or a `T`, fractions allowed (cut to milliseconds)
 * @param zone IANA name of the zone that the wall time is meant in
 * @returns the instant, or null where the text is missing or no such date exists
 * @throws RangeError where the runtime does not know the zone
 */
export function parseBankDate(raw: string | null, zone = "Europe/Paris"): BankInstant | null {
  const match = DATE.exec(raw?.trim() ?? "");
  if (match === null) return null;
  const wall = readWallTime(match);
  if (wall === null) return null;
  const offset = match[8];
  if (offset === undefined) return inZone(wall, zone);
  const minutes = readOffset(offset);
  return minutes === null ? null : { instant: new Date(wall - minutes * 60_000), ambiguous: false };
}

/** The wall time as if it were UTC, or null for a day or an hour that does not exist. */
function readWallTime(match: RegExpExecArray): number | null {
  const text = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
  const time = Date.parse(`${text}Z`);
  // Date.parse rolls some impossible dates over (30 February): only a date that reads back is one.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== text) return null;
  return time + Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
}

function readOffset(text: string): number | null {
  if (text === "Z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function inZone(wall: number, zone: string): BankInstant {
  // Clocks change at most once in two days, so these are the only offsets the wall time can have.
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
