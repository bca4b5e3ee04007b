import { inScope, insistOnSite, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Db } from "@/lib/db/connect/client";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { STANDINGS, type Standing } from "@/lib/links/standing/standing";
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

/** How many linked users have each standing. */
export async function countStandings(scope: Scope, db: Db): Promise<Readonly<Record<Standing, number>>> {
  const rows = await db.$queryRaw<{ standing: Standing; count: number }[]>`
    SELECT u.standing, count(*)::int AS count FROM linked_users u WHERE ${inScope(scope, "u.site_id")} GROUP BY u.standing`;
  const counts = new Map(rows.map(({ standing, count }) => [standing, count]));
  return Object.fromEntries(STANDINGS.map((standing) => [standing, counts.get(standing) ?? 0])) as Record<
    Standing,
    number
  >;
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
  await writeUserWords(scope, tx, [user]);
  return true;
}
