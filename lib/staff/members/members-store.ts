import type { Permission } from "@/lib/db/access/permissions";
import type { PersonalPermissions, StaffRole } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { MemberSites } from "./member-sites";

/** A member of staff as the list of them shows them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly personal: PersonalPermissions;
  readonly sites: MemberSites;
  readonly disabledAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly hasSecondFactor: boolean;
}

/** All members of staff, oldest first. */
export async function listMembers(db: Db): Promise<Member[]> {
  return db.$queryRaw<Member[]>`
    SELECT m.id, m.name, m.email, m.role::text AS role,
      jsonb_build_object('given', m.given_permissions, 'taken', m.taken_permissions) AS personal,
      jsonb_build_object('everySite', m.every_site, 'siteIds', m.site_ids) AS sites, m.disabled_at AS "disabledAt",
      (SELECT max(s.created_at) FROM staff_sessions s WHERE s.staff_id = m.id AND NOT s.awaits_second_factor) AS "lastSignInAt",
      EXISTS (SELECT FROM staff_totp f WHERE f.staff_id = m.id AND f.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM staff_passkeys p WHERE p.staff_id = m.id) AS "hasSecondFactor"
    FROM staff m ORDER BY m.created_at, m.id`;
}

/** Whoever changes a member of staff, or is changed. */
export interface Standing {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly personal: PersonalPermissions;
  readonly sites: MemberSites;
  readonly disabledAt: Date | null;
}

/** A member of staff as they are now: to be asked under STAFF_LOCK before anything is decided by it. */
export async function findStanding(tx: Db, staffId: string): Promise<Standing | null> {
  const row = await tx.staff.findUnique({
    where: { id: staffId },
    select: {
      id: true,
      name: true,
      email: true,
      role: true,
      disabledAt: true,
      givenPermissions: true,
      takenPermissions: true,
      everySite: true,
      siteIds: true,
    },
  });
  if (row === null) return null;
  const { givenPermissions: given, takenPermissions: taken, everySite, siteIds, ...standing } = row;
  return { ...standing, personal: { given, taken }, sites: { everySite, siteIds } };
}

/** Whether there is another owner, not disabled, who signs in with a password. */
export async function hasPasswordOwner(tx: Db, otherThan: string): Promise<boolean> {
  const where = {
    id: { not: otherThan },
    role: "owner",
    disabledAt: null,
    passwordHash: { not: null },
  } as const;
  return (await tx.staff.count({ where })) > 0;
}

/** Gives a member of staff another role. */
export async function setRole(tx: Db, staffId: string, role: StaffRole): Promise<void> {
  await tx.staff.update({ where: { id: staffId }, data: { role } });
}

/** Gives a member of staff permissions beside their role, and takes others of it. */
export async function setPersonal(tx: Db, staffId: string, personal: PersonalPermissions): Promise<void> {
  const data = { givenPermissions: [...personal.given], takenPermissions: [...personal.taken] };
  await tx.staff.update({ where: { id: staffId }, data });
}

/** Gives a member of staff other sites. */
export async function setSites(tx: Db, staffId: string, sites: MemberSites): Promise<void> {
  await tx.staff.update({ where: { id: staffId }, data: toColumns(sites) });
}

/** The columns of staff, and of invitations, that say which sites they are for. */
export function toColumns({ everySite, siteIds }: MemberSites) {
  return { everySite, siteIds: everySite ? [] : [...siteIds] };
}

/** Whether all of these sites exist. */
export async function areSites(tx: Db, { siteIds }: MemberSites): Promise<boolean> {
  return (await tx.site.count({ where: { id: { in: [...siteIds] } } })) === new Set(siteIds).size;
}

/** When a permission was last used, and by whom. */
export interface LastUse {
  readonly permission: Permission;
  readonly name: string;
  readonly usedAt: Date;
}

/** The last use of each permission that was ever used. */
export async function listLastUses(db: Db): Promise<LastUse[]> {
  return db.$queryRaw<LastUse[]>`
    SELECT DISTINCT ON (u.permission) u.permission, m.name, u.used_at AS "usedAt"
    FROM permission_uses u JOIN staff m ON m.id = u.staff_id ORDER BY u.permission, u.used_at DESC, u.staff_id`;
}
