import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { countAgain, foldStandings } from "./standing-counts-store";

const EVERY_MS = 5_000;
const AGAIN_MS = 24 * 3_600_000;

/**
 * Creates the work that keeps the counts of standings short, and true: a replica of an earlier version adds nothing to
 * them, and neither does who fills the database by hand. So they are counted at the start, and once a day.
 */
export function createStandingCounts(database: Database): Loop {
  let begun = false;
  const round = async () => {
    const dueBefore = begun ? new Date(Date.now() - AGAIN_MS) : null;
    const counted = await database.prisma.$transaction(
      async (tx) =>
        (await countAgain(SYSTEM_SCOPE, tx, dueBefore)) && (await foldStandings(SYSTEM_SCOPE, tx)),
    );
    begun ||= counted;
  };
  return createLoop({ round, everyMs: EVERY_MS, failure: "users could not be counted" });
}
