import type { Db } from "@/lib/db/connect/client";

/** Who somebody is at an issuer. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The member of staff that an identity is linked to, or null. */
export async function findStaffByIdentity(db: Db, { issuer, subject }: Identity) {
  const where = { issuer_subject: { issuer, subject } };
  return (await db.staffIdentity.findUnique({ where, include: { staff: true } }))?.staff ?? null;
}

/** The identity of a member of staff at an issuer, or null. */
export async function findIdentity(db: Db, staffId: string, issuer: string) {
  return db.staffIdentity.findUnique({
    where: { staffId_issuer: { staffId, issuer } },
    select: { subject: true, linkedAt: true },
  });
}

/** Links an identity. @returns false if it is linked already, or the person has another one there */
export async function insertIdentity(tx: Db, staffId: string, identity: Identity): Promise<boolean> {
  const { issuer, subject } = identity;
  const data = [{ issuer, subject, staffId, linkedAt: new Date() }];
  return (await tx.staffIdentity.createMany({ data, skipDuplicates: true })).count === 1;
}

/** Notes that somebody signed in by an identity. */
export async function touchIdentity(tx: Db, { issuer, subject }: Identity): Promise<void> {
  const where = { issuer_subject: { issuer, subject } };
  await tx.staffIdentity.update({ where, data: { lastUsedAt: new Date() } });
}

/** Removes the identity of somebody who has a password to sign in with. @returns whether there was one */
export async function deleteIdentity(tx: Db, staffId: string, issuer: string): Promise<boolean> {
  const where = { staffId, issuer, staff: { passwordHash: { not: null } } };
  return (await tx.staffIdentity.deleteMany({ where })).count === 1;
}

/** Lets a session link an identity until then. */
export async function letLink(tx: Db, sessionId: string, until: Date): Promise<void> {
  await tx.staffSession.update({ where: { id: sessionId }, data: { identityLinkUntil: until } });
}

/** Takes what `letLink` gave, once. @returns whether it was still there */
export async function takeLink(db: Db, sessionId: string): Promise<boolean> {
  const { count } = await db.staffSession.updateMany({
    where: { id: sessionId, identityLinkUntil: { gt: new Date() } },
    data: { identityLinkUntil: null },
  });
  return count === 1;
}
