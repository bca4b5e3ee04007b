import type { StaffRole } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** How long a sign-in lasts, in days: in all, and without being used. */
const SESSION_DAYS = 14;
const IDLE_DAYS = 3;
/** How long a sign-in waits for its second factor. */
const WAITS_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** The staff member with this e-mail (compared in lower case), or null. */
export async function findStaffByEmail(db: Db, email: string) {
  return db.staff.findUnique({ where: { email: email.toLowerCase() } });
}

/** Adds a staff member. @returns its id, or null if the e-mail is taken */
export async function insertStaff(
  db: Db,
  staff: {
    email: string;
    name: string;
    /** null for who signs in by OpenID Connect alone. */
    passwordHash: string | null;
    role: StaffRole;
    /** Sees every site, unless told otherwise. */
    everySite?: boolean;
    siteIds?: string[];
  },
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

/** Lets a staff member sign in again. A session that began while they were being disabled must not come back to life. */
export async function enableStaff(db: Db, staffId: string): Promise<void> {
  await signOutEverywhere(db, staffId);
  await db.staff.update({ where: { id: staffId }, data: { disabledAt: null } });
}

/** Sets a new password hash and ends every session with the old one. */
export async function setPassword(db: Db, staffId: string, passwordHash: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { passwordHash } });
  await signOutEverywhere(db, staffId);
}

/** What decides whether a proof that was checked before still counts. */
export interface StaffLock {
  readonly passwordHash: string | null;
  readonly deviceEpoch: number;
  readonly disabledAt: Date | null;
}

/**
 * Waits for whoever changes how this person signs in or ends their sessions, and keeps others from it until the
 * transaction ends. A session that begins under this lock is one that they see and end.
 */
export async function lockStaff(tx: Db, staffId: string): Promise<StaffLock> {
  const rows = await tx.$queryRaw<StaffLock[]>`
    SELECT password_hash AS "passwordHash", device_epoch AS "deviceEpoch", disabled_at AS "disabledAt"
    FROM staff WHERE id = ${staffId}::uuid FOR NO KEY UPDATE`;
  const [row] = rows;
  if (row === undefined) throw new Error("a member of staff is never deleted, and this one is gone");
  return row;
}

/** Ends all sessions of an account, and the trust in its devices. */
export async function signOutEverywhere(db: Db, staffId: string): Promise<void> {
  await db.staff.update({ where: { id: staffId }, data: { deviceEpoch: { increment: 1 } } });
  await db.staffSession.updateMany({
    where: { staffId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
}

/** The browser that a session begins in. */
export interface SessionOrigin {
  readonly userAgent: string | null;
  readonly address: string | null;
}

/**
 * Starts a session.
 *
 * @param awaitsSecondFactor whether it opens nothing yet but the second step of signing in
 * @returns its id, which is all that the browser's cookie contains
 */
export async function insertSession(
  db: Db,
  staffId: string,
  origin: SessionOrigin,
  awaitsSecondFactor = false,
): Promise<string> {
  const id = newId();
  const createdAt = new Date();
  const lastsMs = awaitsSecondFactor ? WAITS_MS : SESSION_DAYS * DAY_MS;
  const expiresAt = new Date(createdAt.getTime() + lastsMs);
  const { address } = origin;
  const userAgent = origin.userAgent?.slice(0, 300) ?? null;
  const times = { createdAt, expiresAt };
  await db.staffSession.create({ data: { id, staffId, ...times, userAgent, address, awaitsSecondFactor } });
  return id;
}

/** Which sessions are alive: neither ended, nor too old, nor unused for too long. */
export function liveSessions(now = new Date()) {
  const idleSince = new Date(now.getTime() - IDLE_DAYS * DAY_MS);
  return {
    revokedAt: null,
    awaitsSecondFactor: false,
    expiresAt: { gt: now },
    OR: [{ lastUsedAt: { gt: idleSince } }, { lastUsedAt: null, createdAt: { gt: idleSince } }],
  };
}

/** A live session and its owner; null if it expired or was ended, or the owner is disabled. */
export async function findLiveSession(db: Db, sessionId: string) {
  const session = await db.staffSession.findFirst({
    where: { id: sessionId, ...liveSessions() },
    include: { staff: true },
  });
  return session?.staff.disabledAt === null ? session : null;
}

/** A session that waits for its second factor, and its owner; or null. */
export async function findAwaitingSession(db: Db, sessionId: string) {
  const session = await db.staffSession.findFirst({
    where: { id: sessionId, ...awaitingSessions() },
    include: { staff: true },
  });
  return session?.staff.disabledAt === null ? session : null;
}

/** Ends a session that waited for its second factor, since that was given. @returns whether it waited until now */
export async function spendAwaitingSession(tx: Db, sessionId: string): Promise<boolean> {
  const { count } = await tx.staffSession.updateMany({
    where: { id: sessionId, ...awaitingSessions() },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}

const awaitingSessions = () => ({
  awaitsSecondFactor: true,
  revokedAt: null,
  expiresAt: { gt: new Date() },
});

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
