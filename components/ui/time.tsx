"use client";

import { useFormatter } from "next-intl";
import { useNow } from "./use-now";

interface TimeProps {
  /** An instant, ISO 8601. */
  iso: string;
  /** An IANA zone; without it the page's. */
  timeZone?: string;
  className?: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A time as its age if that is less than a day, then as a date; exact with its zone on hover. */
export function RelativeTime({ iso, timeZone, className }: TimeProps) {
  const format = useFormatter();
  const at = new Date(iso);
  const now = useNow(Date.now() - at.getTime() < 2 * MINUTE ? 1_000 : 30_000);
  const zone = timeZone === undefined ? {} : { timeZone };
  const age = now - at.getTime();
  const shown =
    Math.abs(age) < DAY
      ? // A server's clock ahead of the browser's must not make a past event "in 2 seconds".
        format.relativeTime(at, { now: Math.max(now, at.getTime()), style: "short" })
      : format.dateTime(at, "day", zone);
  return (
    <time
      dateTime={iso}
      title={format.dateTime(at, "stampZone", zone)}
      className={className}
      suppressHydrationWarning
    >
      {shown}
    </time>
  );
}

interface ExactTimeProps extends TimeProps {
  /** "clock" is only the time of day; the rest is on hover. */
  as?: "stamp" | "stampShort" | "stampZone" | "clock" | "day";
}

/** An exact time, with its zone on hover. */
export function ExactTime({ iso, timeZone, className, as = "stamp" }: ExactTimeProps) {
  const format = useFormatter();
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  return (
    <time dateTime={iso} title={format.dateTime(at, "stampZone", zone)} className={className}>
      {format.dateTime(at, as, zone)}
    </time>
  );
}
