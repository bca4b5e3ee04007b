import type { Db } from "@/lib/db/client";
import { SYSTEM_SCOPE } from "@/lib/db/scope";
import { readLeads } from "./clock-offset-store";

const FEWEST = 3;
const AGREEING_SHARE = 0.75;
const AGREEING_SECONDS = 60;
/** What is further off is no clock's fault: such timestamps do not tell when something was sent. */
const MOST_SECONDS = 86_400;

/**
 * By how many seconds the bank's clock is ahead of ours, where the latest verified deliveries agree on that.
 *
 * @param leads how far each one's timestamp lay ahead of its arrival, in seconds
 * @returns null where they are too few, or say different things
 */
export function agreeOnOffset(leads: readonly number[]): number | null {
  const median = leads.toSorted((left, right) => left - right)[Math.floor(leads.length / 2)];
  if (leads.length < FEWEST || median === undefined) return null;
  const agreeing = leads.filter((lead) => Math.abs(lead - median) <= AGREEING_SECONDS);
  const agreed = agreeing.length >= leads.length * AGREEING_SHARE && Math.abs(median) <= MOST_SECONDS;
  return agreed ? Math.round(median) : null;
}

/** Says by how many seconds the bank's clock seems ahead of ours, site by site; null where nothing shows it. */
export interface Offsets {
  read(siteId: string): Promise<number | null>;
}

const REMEMBERED_MS = 5_000;

/** Makes what a process knows of offsets; each site is asked after once in five seconds at most. */
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
