import { BANK_ZONE } from "./bank-zone";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;
const FIRST_YEAR = 1970;
const LAST_YEAR = 9_997;

// Every engine writes Swedish days as 2026-11-23; WebKit writes Canadian ones otherwise.
const LOCAL_DAY = new Intl.DateTimeFormat("sv-SE", {
  timeZone: BANK_ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const LOCAL_HOUR = new Intl.DateTimeFormat("en-US", {
  timeZone: BANK_ZONE,
  hour: "numeric",
  hourCycle: "h23",
});

/** Whether a text is a day that exists, as in 2026-11-23. */
export function isBankDay(text: string): boolean {
  const year = Number(DAY.exec(text)?.[1]);
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The bank's day (Europe/Paris) of an instant. */
export function bankDayOf(at: Date): string {
  return LOCAL_DAY.format(at);
}

/** When a bank day begins. */
export function bankDayStart(day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Paris is ahead of UTC, and its clocks change in the night, never at midnight.
  const hour = Number(LOCAL_HOUR.format(midnight));
  return new Date(midnight - hour * 3_600_000);
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
