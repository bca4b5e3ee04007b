import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { readLeads } from "./clock-offset-store";

const FEWEST = 3;
const AGREEING_SHARE = 0.75;
const AGREEING_SECONDS = 60;
/** A larger difference is not the fault of a clock: such timestamps do not say when something was sent. */
const MOST_SECONDS = 86_400;

/**
 * How many seconds the bank's clock is ahead of ours, if the latest verified deliveries agree.
 *
 * @param leads how far each timestamp was ahead of its arrival, in seconds
 * @returns null if there are too few, or if they disagree
 */
export function agreeOnOffset(leads: readonly number[]): number | null {
  const median = leads.toSorted((left, right) => left - right)[Math.floor(leads.length / 2)];
  if (leads.length < FEWEST || median === undefined) return null;
  const agreeing = leads.filter((lead) => Math.abs(lead - median) <= AGREEING_SECONDS);
  const agreed = agreeing.length >= leads.length * AGREEING_SHARE && Math.abs(median) <= MOST_SECONDS;
  return agreed ? Math.round(median) : null;
}

/** How many seconds the bank's clock seems ahead of ours, per site; null if nothing shows it. */
export interface Offsets {
  read(siteId: string): Promise<number | null>;
}

const REMEMBERED_MS = 5_000;

/** Creates the cache of offsets of this process; it reads each site at most once in five seconds. */
export function createOffsets(db: Db): Offsets {
  const known = new Map<string, { at: number; offset: Promise<number | null> }>();
  return {
    read: (siteId) => {
      const found = known.get(siteId);
      if (found !== undefined && performance.now() - found.at < REMEMBERED_MS) return found.offset;
      const offset = readLeads(SYSTEM_SCOPE, db, [siteId]).then((leads) =>
        agreeOnOffset(leads.get(siteId) ?? []),
      );
      known.set(siteId, { at: performance.now(), offset });
      offset.catch(() => known.delete(siteId));
      return offset;
    },
  };
}
