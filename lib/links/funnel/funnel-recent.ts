import type { Db } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { type Funnel, readFunnel } from "./funnel-store";

const REST_MS = 30_000;
const MOST_KEPT = 100;

const kept = new Map<string, { at: number; funnel: Promise<Funnel> }>();

/**
 * The funnel of the last thirty days, as it was at most half a minute ago: it stands on a page that is read anew
 * with each payment, and sums over every event of a month.
 */
export function readRecentFunnel(scope: Scope, db: Db): Promise<Funnel> {
  const key = JSON.stringify(scope.sites);
  const last = kept.get(key);
  if (last !== undefined && Date.now() - last.at < REST_MS) return last.funnel;
  const funnel = readFunnel(scope, db, { days: 30 });
  funnel.catch(() => kept.delete(key)); // asked again at once; who asked now is told by the promise itself
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, { at: Date.now(), funnel });
  return funnel;
}
