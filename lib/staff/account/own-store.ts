import type { Db } from "@/lib/db/connect/client";
import { liveSessions } from "../store";

/** A live session of one's own. */
export interface OwnSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The live sessions of a member of staff, the last used first. */
export async function listSessions(db: Db, staffId: string): Promise<OwnSession[]> {
  const rows = await db.staffSession.findMany({
    where: { staffId, ...liveSessions() },
    select: { id: true, createdAt: true, lastUsedAt: true, address: true, userAgent: true },
  });
  const usedAt = ({ createdAt, lastUsedAt }: OwnSession) => (lastUsedAt ?? createdAt).getTime();
  return rows.toSorted((one, other) => usedAt(other) - usedAt(one));
}

/** When a session began. */
export async function readSessionBegin(db: Db, sessionId: string): Promise<Date> {
  const where = { id: sessionId };
  return (await db.staffSession.findUniqueOrThrow({ where, select: { createdAt: true } })).createdAt;
}

/** Ends one session of a member of staff. @returns false if it is not theirs, or has ended */
export async function endSession(tx: Db, staffId: string, sessionId: string): Promise<boolean> {
  const { count } = await tx.staffSession.updateMany({
    where: { id: sessionId, staffId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}

/** Ends all sessions of a member of staff but one, and the trust in their devices. @returns how many */
export async function endOtherSessions(tx: Db, staffId: string, keptId: string): Promise<number> {
  await tx.staff.update({ where: { id: staffId }, data: { deviceEpoch: { increment: 1 } } });
  const { count } = await tx.staffSession.updateMany({
    // Those that wait for their second factor, too.
    where: { staffId, id: { not: keptId }, revokedAt: null, expiresAt: { gt: new Date() } },
    data: { revokedAt: new Date() },
  });
  return count;
}

/** Saves what a member of staff is called, and the language of their e-mails. */
export async function setOwnDetails(
  tx: Db,
  staffId: string,
  details: { name: string; mailLanguage: string },
): Promise<void> {
  await tx.staff.update({ where: { id: staffId }, data: details });
}

/** What a member of staff proves themselves with, and the devices they trust. */
export async function findOwnSecrets(db: Db, staffId: string) {
  return db.staff.findUniqueOrThrow({
    where: { id: staffId },
    select: { id: true, email: true, passwordHash: true, deviceEpoch: true, mailLanguage: true },
  });
}

/** Replaces the password hash, if it is still the one that was checked. @returns whether it was */
export async function replacePassword(
  tx: Db,
  staffId: string,
  hashes: { before: string; after: string },
): Promise<boolean> {
  const { count } = await tx.staff.updateMany({
    where: { id: staffId, passwordHash: hashes.before },
    data: { passwordHash: hashes.after },
  });
  return count === 1;
}
