import type { StaffRole } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** How long a sign-in lasts, in days. */
const SESSION_DAYS = 14;

/** The staff member with this e-mail (compared in lower case), or null. */
export async function findStaffByEmail(db: Db, email: string) {
  return db.staff.findUnique({ where: { email: email.toLowerCase() } });
}

/** Adds a staff member. @returns its id, or null if the e-mail is taken */
export async function insertStaff(
  db: Db,
  staff: { email: string; name: string; passwordHash: string; role: StaffRole },
): Promise<string | null> {
  const id = newId();
  const { count } = await db.staff.createMany({
    // Somebody must hear about incidents: owners do by default.
    data: [
      {
        ...staff,
        id,
        email: staff.email.toLowerCase(),
        createdAt: new Date(),
        outageMails: staff.role === "owner",
      },
    ],
    skipDuplicates: true,
  });
  return count === 1 ? id : null;
}

/** All staff, oldest first. */
export async function listStaff(db: Db) {
  return db.staff.findMany({
    orderBy: { createdAt: "asc" },
    select: { id: true, email: true, name: true, role: true, disabledAt: true, createdAt: true },
  });
}

/** Disables a staff member, and signs them out everywhere. */
export async function disableStaff(db: Db, staffId: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { disabledAt: new Date() } });
  await signOutEverywhere(db, staffId);
}

/** Lets a staff member sign in again. */
export async function enableStaff(db: Db, staffId: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { disabledAt: null } });
}

/** Sets a new password hash and ends every session with the old one. */
export async function setPassword(db: Db, staffId: string, passwordHash: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { passwordHash } });
  await signOutEverywhere(db, staffId);
}

/** Ends all sessions of an account, and the trust in its devices. */
export async function signOutEverywhere(db: Db, staffId: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { deviceEpoch: { increment: 1 } } });
  await db.staffSession.updateMany({
    where: { staffId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}

/** Starts a session. @returns its id, which is all that the browser's cookie contains */
export async function insertSession(db: Db, staffId: string, userAgent: string | null): Promise<string> {
  const id = newId();
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * 86_400_000);
  await db.staffSession.create({ data: { id, staffId, createdAt, expiresAt, userAgent } });
  return id;
}

/** A live session and its owner; null if it expired or was ended, or the owner is disabled. */
export async function findLiveSession(db: Db, sessionId: string) {
  const session = await db.staffSession.findFirst({ where: { id: sessionId }, include: { staff: true } });
  if (session === null || session.revokedAt !== null || session.expiresAt <= new Date()) return null;
  return session.staff.disabledAt === null ? session : null;
}

/** Ends one session. */
export async function revokeSession(db: Db, sessionId: string): Promise<void> {
  await db.staffSession.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}

/** How many staff members there are, including disabled ones. */
export async function countStaff(db: Db): Promise<number> {
  return db.staff.count();
}
