import { ANSWER_TIMES_MS, answerQuantile } from "./answer-times";
import type { StatBucket } from "./delivery-metrics-store";

/** The windows of time that counts can show: how many steps of how many minutes. */
export const WINDOWS = {
  "1h": { steps: 60, minutes: 1 },
  "24h": { steps: 96, minutes: 15 },
  "7d": { steps: 84, minutes: 120 },
} as const;
export type StatWindow = keyof typeof WINDOWS;

/** The counts of one step; answer times in milliseconds, null if nothing was answered. */
export interface StatPoint {
  /** Start, ISO 8601. */
  readonly at: string;
  readonly accepted: number;
  readonly duplicate: number;
  readonly held: number;
  /** Answered with an error, including ours: the bank sends them again. */
  readonly refused: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Counts over a window of time, per step and in total. */
export interface StatSeries {
  readonly minutes: number;
  readonly points: readonly StatPoint[];
  readonly total: Omit<StatPoint, "at">;
}

const MINUTE_MS = 60_000;

/** The start of a window that ends now: on a whole minute, with the current minute as its last. */
export function windowStart(window: StatWindow, now: Date): Date {
  const { steps, minutes } = WINDOWS[window];
  const end = (Math.floor(now.getTime() / MINUTE_MS) + 1) * MINUTE_MS;
  return new Date(end - steps * minutes * MINUTE_MS);
}

/** Spreads counts over all steps of a window, including the empty ones. */
export function toSeries(buckets: readonly StatBucket[], window: StatWindow, since: Date): StatSeries {
  const { steps, minutes } = WINDOWS[window];
  const byTime = new Map(buckets.map((bucket) => [bucket.at.getTime(), bucket]));
  const points = Array.from({ length: steps }, (_, step) => {
    const at = new Date(since.getTime() + step * minutes * MINUTE_MS);
    return { at: at.toISOString(), ...sum([byTime.get(at.getTime())]) };
  });
  return { minutes, points, total: sum(buckets) };
}

function sum(buckets: readonly (StatBucket | undefined)[]): Omit<StatPoint, "at"> {
  const add = (pick: (bucket: StatBucket) => number) =>
    buckets.reduce((total, bucket) => total + (bucket === undefined ? 0 : pick(bucket)), 0);
  const answers = Array.from({ length: ANSWER_TIMES_MS.length + 1 }, (_, place) =>
    add((bucket) => bucket.answers[place] ?? 0),
  );
  return {
    accepted: add(({ accepted }) => accepted),
    duplicate: add(({ duplicate }) => duplicate),
    held: add(({ held }) => held),
    refused: add(({ refused, unstored }) => refused + unstored),
    p50: answerQuantile(answers, 0.5),
    p95: answerQuantile(answers, 0.95),
  };
}
