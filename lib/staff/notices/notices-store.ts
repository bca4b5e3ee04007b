import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** What owners are told of. */
export type NoticeKind = "token_revealed" | "token_key_made";

/** A notice to all owners. */
export interface NewNotice {
  readonly kind: NoticeKind;
  readonly siteId: string;
  readonly linkedUserId?: string;
  readonly keyName?: string;
}

/** Writes a notice for each owner there is, whoever acted: an owner's session may be in other hands. */
export async function insertNotices(scope: Scope, tx: Db, notice: NewNotice): Promise<void> {
  insistOnSite(scope, notice.siteId);
  const owners = await tx.staff.findMany({
    where: { role: "owner", disabledAt: null },
    select: { id: true },
  });
  const createdAt = new Date();
  const rows = owners.map(({ id }) => ({
    ...{ id: newId(), staffId: id, actorName: scope.actor.name, createdAt },
    ...notice,
  }));
  await tx.ownerNotice.createMany({ data: rows });
}

/** A notice that its owner has not seen yet. */
export interface UnseenNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly siteName: string;
  readonly actorName: string;
  readonly user: { readonly id: string; readonly name: string } | null;
  readonly keyName: string | null;
  readonly createdAt: Date;
}

const MOST_SHOWN = 20;

/** What somebody has not seen yet, newest first. */
export async function listUnseen(scope: Scope, db: Db): Promise<UnseenNotice[]> {
  if (scope.actor.id === null) return [];
  const rows = await db.$queryRaw<
    (Omit<UnseenNotice, "user"> & { userId: string | null; userName: string | null })[]
  >`
    SELECT n.id, n.kind, s.name AS "siteName", n.actor_name AS "actorName", u.id AS "userId", u.name AS "userName",
      n.key_name AS "keyName", n.created_at AS "createdAt"
    FROM owner_notices n JOIN sites s ON s.id = n.site_id LEFT JOIN ${linkedUsers(scope)} u ON u.id = n.linked_user_id
    WHERE n.staff_id = ${scope.actor.id}::uuid AND n.seen_at IS NULL AND ${inScope(scope, "n.site_id")}
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${MOST_SHOWN}`;
  return rows.map(({ userId, userName, ...notice }) => ({
    ...notice,
    user: userId === null || userName === null ? null : { id: userId, name: userName },
  }));
}

/** Notes that somebody has seen notices of their own. */
export async function markSeen(scope: Scope, db: Db, ids: readonly string[]): Promise<void> {
  if (scope.actor.id === null) return;
  await db.ownerNotice.updateMany({
    where: { id: { in: [...ids] }, staffId: scope.actor.id, seenAt: null },
    data: { seenAt: new Date() },
  });
}

/** A notice whose e-mail is due. */
export interface OwedNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly to: string;
  readonly language: string;
  readonly siteName: string;
  readonly actorName: string;
  readonly linkedUserId: string | null;
  readonly keyName: string | null;
  readonly createdAt: Date;
}

/** What is older is no news: a mail server that is set up later does not send it. */
const NEWS_MS = 3 * 86_400_000;

/** E-mails that are due, oldest first. Who is no longer an owner is not written to. */
export async function listOwed(_: SystemScope, db: Db, limit: number): Promise<OwedNotice[]> {
  const found = await db.ownerNotice.findMany({
    where: {
      mailedAt: null,
      createdAt: { gt: new Date(Date.now() - NEWS_MS) },
      staff: { role: "owner", disabledAt: null },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    include: { staff: { select: { email: true, mailLanguage: true } }, site: { select: { name: true } } },
  });
  return found.map(({ id, kind, staff, site, actorName, linkedUserId, keyName, createdAt }) => ({
    ...{ id, kind: kindOf(kind), to: staff.email, language: staff.mailLanguage, siteName: site.name },
    ...{ actorName, linkedUserId, keyName, createdAt },
  }));
}

function kindOf(kind: string): NoticeKind {
  return kind === "token_key_made" ? kind : "token_revealed";
}

/** Notes that e-mails have left, or never will. */
export async function markMailed(_: SystemScope, db: Db, ids: readonly string[]): Promise<void> {
  await db.ownerNotice.updateMany({ where: { id: { in: [...ids] } }, data: { mailedAt: new Date() } });
}

/** Notices are kept for 90 days: what they are about stays in the audit trail. */
export async function purgeNotices(_: SystemScope, db: Db): Promise<void> {
  const before = new Date(Date.now() - 90 * 86_400_000);
  await db.ownerNotice.deleteMany({ where: { createdAt: { lt: before } } });
}
