import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { hasUnwordedUsers, lockUsersToWord, writeUserWords } from "./user-words-store";

const EVERY_MS = 10 * 60_000;
const BATCH = 500;
/** Before all ids. */
const START = "00000000-0000-0000-0000-000000000000";

/**
 * Creates the work that writes the search words of users who have none, or those of an earlier version: after an
 * update at once, and later for what a replica of the earlier version still wrote. Several processes may do the same.
 */
export function createWordFill(database: Database): Loop {
  return createLoop({
    round: () => fillUserWords(database),
    everyMs: EVERY_MS,
    failure: "search words of users could not be written",
  });
}

/** Writes the missing search words, in batches. */
export async function fillUserWords(database: Database): Promise<void> {
  if (!(await hasUnwordedUsers(SYSTEM_SCOPE, database.prisma))) return;
  let after: string | undefined = START;
  while (after !== undefined) after = await fillBatch(database, after);
}

/** @returns the last id of a batch, or undefined after the last */
async function fillBatch(database: Database, after: string): Promise<string | undefined> {
  return database.prisma.$transaction(async (tx) => {
    const users = await lockUsersToWord(SYSTEM_SCOPE, tx, after, BATCH);
    const stale = users.filter(({ isCurrent }) => !isCurrent);
    await writeUserWords(SYSTEM_SCOPE, tx, stale);
    return users.at(-1)?.id;
  });
}
