import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { type Funnel, hasFunnel, readFunnel } from "./funnel-store";

const DAYS = 30;
const REST_MS = 30_000;
const MOST_KEPT = 100;

const kept = new Map<string, { at: number; funnel: Promise<Funnel> }>();

/**
 * The funnel of the last thirty days, at most half a minute old: its page reloads with each payment, and it sums every
 * event of a month.
 */
export function readRecentFunnel(scope: Scope, db: Db): Promise<Funnel> {
  const key = JSON.stringify(scope.sites);
  const last = kept.get(key);
  if (last !== undefined && Date.now() - last.at < REST_MS) return last.funnel;
  const funnel = readFunnel(scope, db, { days: DAYS });
  funnel.catch(() => kept.delete(key)); // the next call asks again; this caller gets the error from the promise itself
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, { at: Date.now(), funnel });
  return funnel;
}

/** Whether there is a funnel of the last thirty days to show. */
export const hasRecentFunnel = (scope: Scope, db: Db) => hasFunnel(scope, db, DAYS);
