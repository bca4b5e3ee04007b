import type { Permission } from "@/lib/db/access/permissions";
import type { PersonalPermissions, StaffRole } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** A member of staff as the list of them shows them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly personal: PersonalPermissions;
  readonly disabledAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly hasSecondFactor: boolean;
}

/** All members of staff, oldest first. */
export async function listMembers(db: Db): Promise<Member[]> {
  return db.$queryRaw<Member[]>`
    SELECT m.id, m.name, m.email, m.role::text AS role,
      jsonb_build_object('given', m.given_permissions, 'taken', m.taken_permissions) AS personal, m.disabled_at AS "disabledAt",
      (SELECT max(s.created_at) FROM staff_sessions s WHERE s.staff_id = m.id AND NOT s.awaits_second_factor) AS "lastSignInAt",
      EXISTS (SELECT FROM staff_totp f WHERE f.staff_id = m.id AND f.confirmed_at IS NOT NULL) AS "hasSecondFactor"
    FROM staff m ORDER BY m.created_at, m.id`;
}

/** Whoever changes a member of staff, or is changed. */
export interface Standing {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly personal: PersonalPermissions;
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
    },
  });
  if (row === null) return null;
  const { givenPermissions: given, takenPermissions: taken, ...standing } = row;
  return { ...standing, personal: { given, taken } };
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
