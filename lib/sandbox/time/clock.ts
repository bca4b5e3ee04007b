import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";

const PARIS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: BANK_ZONE,
  dateStyle: "short",
  timeStyle: "medium",
});
const OFFSET = new Intl.DateTimeFormat("en", { timeZone: BANK_ZONE, timeZoneName: "longOffset" });

/** How far a clock must go back to be one that somebody set, in tenths of milliseconds. */
const BACK = 600_000;

/** Local time in Paris without a zone, as the bank writes dates: `2017-02-02 14:14:48`. */
export function parisTime(at: Date): string {
  return PARIS.format(at);
}

/** ISO 8601 with the offset that Paris has at that moment: `2017-01-30T10:17:48+01:00`. */
export function parisOffsetTime(at: Date): string {
  const offset = OFFSET.formatToParts(at).find((part) => part.type === "timeZoneName");
  return `${parisTime(at).replace(" ", "T")}${offset?.value.replace("GMT", "") || "+00:00"}`;
}

/** Seconds since 1970 as PHP prints `microtime(true)` rounded to four decimals: no zeros at the end. */
export function phpSeconds(tenthsOfMilliseconds: number): string {
  return (tenthsOfMilliseconds / 10_000).toFixed(4).replace(/\.?0+$/, "");
}

/** The bank's time, which may be another than the machine's. Milliseconds since 1970. */
export type Clock = () => number;

/** A clock whose timestamps never repeat: the partner recognises a delivery by its data. */
export function uniqueClock(now: Clock = Date.now): () => string {
  let last = 0;
  let lastNow = 0;
  return () => {
    const at = Math.round(now() * 10);
    // Set back by hand it begins anew; the machine's own small steps it does not follow.
    last = at < lastNow - BACK ? at : Math.max(last + 1, at);
    lastNow = at;
    return phpSeconds(last);
  };
}
