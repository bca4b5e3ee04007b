import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 730;
/** How much is paid in each hour of the day in Paris. */
const HOURS = [2, 1, 1, 1, 1, 2, 5, 12, 20, 22, 26, 34, 52, 44, 28, 26, 32, 46, 54, 44, 30, 20, 12, 6];
/** Sundays are quiet, Saturdays are not. */
const WEEKDAYS = [0.7, 0.95, 0.95, 1, 1.05, 1.2, 1.3];

/** The two years that are invented, up to an instant. */
export interface Timeline {
  readonly from: number;
  readonly until: number;
  /** How far between the two an instant is: 0 to 1. */
  shareAt(ms: number): number;
  /** When a share of the people are there: some from the beginning, the others one after the other. */
  arrivalOf(share: number): number;
  /** Which share of the people are there. */
  arrivedAt(ms: number): number;
}

/** Those who are there from the beginning. */
const FIRST_SHARE = 0.3;

/** Creates the timeline that ends at an instant. */
export function makeTimeline(end: Date): Timeline {
  const until = end.getTime();
  const from = until - DAYS * DAY_MS;
  const shareAt = (ms: number) => Math.min(1, Math.max(0, (ms - from) / (until - from)));
  return {
    from,
    until,
    shareAt,
    arrivalOf: (share) =>
      share <= FIRST_SHARE ? from : from + ((share - FIRST_SHARE) / (1 - FIRST_SHARE)) * (until - from),
    arrivedAt: (ms) => FIRST_SHARE + (1 - FIRST_SHARE) * shareAt(ms),
  };
}

/** So many instants in order, with the rhythm of days and weeks, and more towards the end. */
export function* drawInstants(
  { from, until }: Timeline,
  count: number,
  next: () => number,
): Generator<number> {
  const weights = Array.from({ length: DAYS }, (_, day) => {
    const weekday = new Date(from + day * DAY_MS).getUTCDay();
    return (0.6 + (0.8 * day) / DAYS) * (WEEKDAYS[weekday] ?? 1);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hours = cumulate(HOURS);
  let reached = 0;
  let made = 0;
  for (const [day, weight] of weights.entries()) {
    reached += weight;
    const upTo = day === DAYS - 1 ? count : Math.round((count * reached) / total);
    const start = from + day * DAY_MS;
    const instants = new Float64Array(upTo - made);
    for (let place = 0; place < instants.length; place += 1)
      instants[place] = Math.min(until, instantIn(start, hours, next));
    instants.sort();
    yield* instants;
    made = upTo;
  }
}

/** An instant within the 24 hours from `start`. */
function instantIn(start: number, hours: Float64Array, next: () => number): number {
  const drawn = next();
  const hour = hours.findIndex((upTo) => drawn < upTo);
  const midnight = Math.floor(start / DAY_MS) * DAY_MS - parisOffset(start);
  const at = midnight + hour * HOUR_MS + Math.floor(next() * 3_600) * 1_000;
  return at < start ? at + DAY_MS : at;
}

function cumulate(parts: readonly number[]): Float64Array {
  const total = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  return Float64Array.from(parts, (part) => {
    sum += part / total;
    return sum;
  }).fill(1, parts.length - 1);
}

const CLOCK = new Intl.DateTimeFormat("en-US", { timeZone: BANK_ZONE, hour: "numeric", hourCycle: "h23" });
const offsets = new Map<number, number>();

/** How far the clocks in Paris are ahead, in milliseconds. */
export function parisOffset(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const ahead = (Number(CLOCK.format(hour * HOUR_MS)) - (hour % 24) + 24) % 24;
  offsets.set(hour, ahead * HOUR_MS);
  return ahead * HOUR_MS;
}
