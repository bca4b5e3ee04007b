import type { Clock } from "../time/clock";
import { ApiError } from "./errors";

/** Lets each caller make so many calls per second, with a second's worth saved up. */
export function createRate(clock: Clock): (caller: string, perSecond: number) => void {
  const buckets = new Map<string, { left: number; at: number }>();
  return (caller, perSecond) => {
    const now = clock();
    const most = Math.max(1, perSecond);
    const bucket = buckets.get(caller) ?? { left: most, at: now };
    bucket.left = Math.min(most, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1_000);
    bucket.at = now;
    buckets.set(caller, bucket);
    if (bucket.left < 1) throw new ApiError("rate", Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
  };
}
