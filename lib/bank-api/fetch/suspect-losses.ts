import { z } from "zod";
import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { JobWork } from "@/lib/jobs/work";
import { listFetchingSites } from "./fetch-store";
import { DAYS_BEFORE, orderForUser } from "./order-fetch";
import {
  countSingleFetches,
  listLate,
  listUnfollowing,
  noteSuspicion,
  readProcessedUntil,
  type Suspect,
} from "./suspects-store";

const cursorSchema = z.object({ after: z.iso.datetime() }).nullable();

const EVERY_MS = 10_000;
/** One step looks at no more time than this, so that it stays short. */
const STRETCH_MS = 60_000;
/** What is older is not looked at: nobody was here, and that is a gap of its own. */
const OLDEST_MS = 3_600_000;
/** So many users of a site wait for a fetch of their own at most: the others would come too late. */
const MOST_WAITING = 20;

/**
 * The work of `payments.suspect`: looks through what arrived for signs that something else did not, and orders a fetch for
 * whom it concerns. The budget of calls goes there first.
 */
export function createSuspectJob(): JobWork {
  return {
    lane: "database",
    step: async (tx, job) => {
      const end = await readProcessedUntil(SYSTEM_SCOPE, tx);
      const kept = cursorSchema.parse(job.cursor ?? null);
      const after = new Date(
        Math.max(kept === null ? end.getTime() : Date.parse(kept.after), end.getTime() - OLDEST_MS),
      );
      const until = new Date(Math.min(end.getTime(), after.getTime() + STRETCH_MS));
      const sites = await listFetchingSites(SYSTEM_SCOPE, tx);
      const isQuiet = sites.length === 0 || until <= after;
      const found = isQuiet ? [] : await findSuspects(tx, sites, { after, until });
      let ordered = 0;
      for (const suspect of found) if (await order(tx, suspect, until)) ordered += 1;
      const reached = sites.length === 0 ? end : until;
      const progress = {
        cursor: { after: (reached > after ? reached : after).toISOString() },
        done: job.done + ordered,
      };
      return reached < end
        ? { next: "more", ...progress }
        : { next: "later", afterMs: EVERY_MS, ...progress };
    },
  };
}

async function findSuspects(
  tx: Db,
  sites: readonly string[],
  stretch: { after: Date; until: Date },
): Promise<Suspect[]> {
  const late = await listLate(SYSTEM_SCOPE, tx, sites, stretch);
  return [...late, ...(await listUnfollowing(SYSTEM_SCOPE, tx, sites, stretch))];
}

async function order(tx: Db, suspect: Suspect, until: Date): Promise<boolean> {
  if ((await countSingleFetches(SYSTEM_SCOPE, tx, suspect.siteId)) >= MOST_WAITING) return false;
  if (!(await noteSuspicion(SYSTEM_SCOPE, tx, suspect))) return false;
  const to = bankDayOf(until);
  return orderForUser(tx, { ...suspect, from: addDays(to, -DAYS_BEFORE), to });
}
