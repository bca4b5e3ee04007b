import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { hasUnprocessed } from "./process-store";

const LOOK_MS = 50;

/**
 * Waits until everything that arrived before a time is processed, by whichever process does it. Does not wait
 * for what has failed once.
 *
 * @returns false if that took too long
 */
export async function settleInbox(
  scope: SystemScope,
  db: Db,
  until: Date,
  patienceMs = 3_000,
): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (await hasUnprocessed(scope, db, until)) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}
