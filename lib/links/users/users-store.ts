import { insistOnSite, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { addStandings } from "@/lib/links/standing/standing-counts-store";
import type { UserState } from "@/lib/links/standing/user-state";
import { type LinkedUserRow, loadLinkedUsers } from "./user-rows-store";

/** A linked user, or null if the scope has none with this id. */
export async function readLinkedUser(
  scope: Scope,
  db: Db,
  id: string,
): Promise<(LinkedUserRow & { language: string | null }) | null> {
  const found = await db.linkedUser.findFirst({ where: { id, ...siteWhere(scope) }, select: { id: true } });
  if (found === null) return null;
  return (await loadLinkedUsers(scope, db, [found.id]))[0] ?? null;
}

/** How many linked users are in each state. */
export async function countLinkedUsers(scope: Scope, db: Db): Promise<Record<UserState, number>> {
  const rows = await db.linkedUser.groupBy({ by: ["state"], where: siteWhere(scope), _count: true });
  const counts = { invited: 0, connecting: 0, active: 0, revoked: 0 };
  for (const { state, _count } of rows) counts[state] = _count;
  return counts;
}

/** Writes a new linked user. @returns whether it was written: false if the site already has that reference */
export async function insertLinkedUser(
  scope: Scope,
  tx: Db,
  user: {
    id: string;
    siteId: string;
    name: string;
    email: string | null;
    externalReference: string | null;
    language: string | null;
  },
): Promise<boolean> {
  insistOnSite(scope, user.siteId);
  const now = await readTime(tx);
  const data = [{ ...user, state: "invited", stateSince: now, createdAt: now } as const];
  if ((await tx.linkedUser.createMany({ data, skipDuplicates: true })).count === 0) return false;
  await tx.$executeRaw(
    addStandings(Prisma.sql`SELECT ${user.siteId}::uuid AS site_id, 'invited' AS standing, 1 AS n`),
  );
  await writeUserWords(scope, tx, [user]);
  return true;
}
