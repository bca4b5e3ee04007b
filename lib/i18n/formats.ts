import type { Formats } from "next-intl";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";

/** The default time zone is the bank's. */
export const DEFAULT_TIME_ZONE = BANK_ZONE;

/** Formats of dates and numbers, used by name: `format.dateTime(value, "stamp")`. */
export const formats = {
  dateTime: {
    day: { day: "numeric", month: "short", year: "numeric" },
    dayShort: { day: "numeric", month: "short" },
    hourMinute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    dayHour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    clock: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    stampShort: {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    stamp: {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
    stampZone: {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    },
  },
  number: {
    whole: { maximumFractionDigits: 0 },
    percent: { style: "percent", maximumFractionDigits: 1 },
  },
} satisfies Formats;
