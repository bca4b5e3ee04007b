import type { StaffRole } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { MemberSites } from "./member-sites";
import { toColumns } from "./members-store";

/** How long an invitation can be accepted, in days. */
const INVITATION_DAYS = 7;
/** How long one that nobody accepted is kept, in days: it has an e-mail of somebody who is not here. */
const KEPT_DAYS = 30;

/** An invitation that can still be accepted. */
export interface OpenInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly sites: MemberSites;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The same, with who answers for it. */
export interface FoundInvitation extends OpenInvitation {
  readonly invitedById: string;
}

const open = () => ({ usedAt: null, cancelledAt: null, expiresAt: { gt: new Date() } });

/** The open invitations for an e-mail. */
export async function listInvitationsFor(
  tx: Db,
  email: string,
): Promise<{ id: string; role: StaffRole; sites: MemberSites }[]> {
  const select = { id: true, role: true, everySite: true, siteIds: true } as const;
  const rows = await tx.staffInvitation.findMany({ where: { email, ...open() }, select });
  return rows.map(withSites);
}

/** The same row, with its sites as one thing. */
function withSites<Row extends { everySite: boolean; siteIds: string[] }>({
  everySite,
  siteIds,
  ...row
}: Row) {
  return { ...row, sites: { everySite, siteIds } };
}

/** Stores an invitation. */
export async function insertInvitation(
  tx: Db,
  {
    sites,
    ...invitation
  }: {
    email: string;
    role: StaffRole;
    sites: MemberSites;
    digest: Uint8Array<ArrayBuffer>;
    invitedById: string;
  },
): Promise<{ id: string; expiresAt: Date }> {
  const [id, createdAt] = [newId(), new Date()];
  const expiresAt = new Date(createdAt.getTime() + INVITATION_DAYS * 86_400_000);
  await tx.staffInvitation.create({ data: { ...invitation, ...toColumns(sites), id, createdAt, expiresAt } });
  return { id, expiresAt };
}

/** All open invitations, newest first. */
export async function listOpenInvitations(db: Db): Promise<OpenInvitation[]> {
  const rows = await db.staffInvitation.findMany({
    where: open(),
    include: { invitedBy: { select: { name: true } } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ invitedBy, ...row }) => ({ ...withSites(row), invitedBy: invitedBy.name }));
}

/** An open invitation, by its link, its id or its e-mail, for which there is at most one; or null. */
export async function findInvitation(
  db: Db,
  by: { digest: Uint8Array<ArrayBuffer> } | { id: string } | { email: string },
): Promise<FoundInvitation | null> {
  const row = await db.staffInvitation.findFirst({
    where: { ...by, ...open() },
    include: { invitedBy: { select: { name: true } } },
  });
  return row === null ? null : { ...withSites(row), invitedBy: row.invitedBy.name };
}

/** Spends an open invitation. @returns whether it was open until now */
export async function spendInvitation(tx: Db, id: string): Promise<boolean> {
  const { count } = await tx.staffInvitation.updateMany({
    where: { id, ...open() },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** Cancels an open invitation. */
export async function cancelOpenInvitation(tx: Db, id: string): Promise<void> {
  await tx.staffInvitation.updateMany({ where: { id, ...open() }, data: { cancelledAt: new Date() } });
}

/** Ends the open invitations that somebody sent, or was sent. @returns how many */
export async function endInvitationsOf(tx: Db, staff: { id: string; email: string }): Promise<number> {
  const { count } = await tx.staffInvitation.updateMany({
    where: { OR: [{ invitedById: staff.id }, { email: staff.email }], ...open() },
    data: { cancelledAt: new Date() },
  });
  return count;
}

/** Removes invitations that ended long ago. */
export async function purgeInvitations(db: Db): Promise<number> {
  const before = new Date(Date.now() - KEPT_DAYS * 86_400_000);
  return (await db.staffInvitation.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
