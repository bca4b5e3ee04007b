import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";

const PARIS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: BANK_ZONE,
  dateStyle: "short",
  timeStyle: "medium",
});
const OFFSET = new Intl.DateTimeFormat("en", { timeZone: BANK_ZONE, timeZoneName: "longOffset" });

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

/** A clock whose timestamps never repeat: the partner recognises a delivery by its data. */
export function uniqueClock(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.round(Date.now() * 10));
    return phpSeconds(last);
  };
}
