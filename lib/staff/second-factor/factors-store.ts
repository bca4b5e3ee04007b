import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** An authenticator app, as stored. */
export interface StoredTotp {
  readonly id: string;
  readonly secretSealed: Uint8Array;
  readonly confirmedAt: Date | null;
}

/** The authenticator app of a member of staff, confirmed or not. */
export async function findTotp(db: Db, staffId: string): Promise<StoredTotp | null> {
  return db.staffTotp.findUnique({
    where: { staffId },
    select: { id: true, secretSealed: true, confirmedAt: true },
  });
}

/** Which second factors somebody has. */
export interface OwnFactors {
  readonly app: boolean;
  readonly passkeys: number;
}

/** The second factors of a member of staff. */
export async function countFactors(db: Db, staffId: string): Promise<OwnFactors> {
  const [apps, passkeys] = await Promise.all([
    db.staffTotp.count({ where: { staffId, confirmedAt: { not: null } } }),
    db.staffPasskey.count({ where: { staffId } }),
  ]);
  return { app: apps === 1, passkeys };
}

/** Whether a member of staff must give a second factor when they sign in. */
export async function hasSecondFactor(db: Db, staffId: string): Promise<boolean> {
  const { app, passkeys } = await countFactors(db, staffId);
  return app || passkeys > 0;
}

/** Stores an app in place of one that was never confirmed. @returns false if there is a confirmed one */
export async function insertTotp(
  tx: Db,
  staffId: string,
  seal: (id: string) => Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  await tx.staffTotp.deleteMany({ where: { staffId, confirmedAt: null } });
  const id = newId();
  const data = [{ id, staffId, secretSealed: seal(id), createdAt: new Date() }];
  const { count } = await tx.staffTotp.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** Takes a code's 30 seconds, once: neither they nor older ones are taken again. @returns whether they were free */
export async function takeStep(tx: Db, id: string, step: number): Promise<boolean> {
  const { count } = await tx.staffTotp.updateMany({
    where: { id, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

/** Confirms an app. @returns false if it has been confirmed already */
export async function confirmTotpRow(tx: Db, id: string): Promise<boolean> {
  const { count } = await tx.staffTotp.updateMany({
    where: { id, confirmedAt: null },
    data: { confirmedAt: new Date() },
  });
  return count === 1;
}

/** Stores new recovery codes in place of all others. */
export async function replaceRecoveryCodes(
  tx: Db,
  staffId: string,
  digests: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  await tx.staffRecoveryCode.deleteMany({ where: { staffId } });
  await tx.staffRecoveryCode.createMany({ data: digests.map((digest) => ({ staffId, digest })) });
}

/** Spends a recovery code. @returns whether it was one that was not spent yet */
export async function spendRecoveryCode(
  tx: Db,
  staffId: string,
  digest: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { count } = await tx.staffRecoveryCode.updateMany({
    where: { staffId, digest, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** How many recovery codes are left. */
export async function countRecoveryCodes(db: Db, staffId: string): Promise<number> {
  return db.staffRecoveryCode.count({ where: { staffId, usedAt: null } });
}

/** Removes the authenticator app of a member of staff. @returns whether they had one */
export async function deleteTotp(tx: Db, staffId: string): Promise<boolean> {
  const { count } = await tx.staffTotp.deleteMany({ where: { staffId } });
  await forgetLastFactor(tx, staffId);
  return count === 1;
}

/** Where no second factor is left: removes what belonged to it, recovery codes and what sessions passed by it. */
export async function forgetLastFactor(tx: Db, staffId: string): Promise<void> {
  if (await hasSecondFactor(tx, staffId)) return;
  await tx.staffRecoveryCode.deleteMany({ where: { staffId } });
  await tx.staffSession.updateMany({
    where: { staffId, secondFactorAt: { not: null } },
    data: { secondFactorAt: null },
  });
}

/** Removes all second factors of a member of staff, for who lost them. @returns whether they had any */
export async function deleteSecondFactors(tx: Db, staffId: string): Promise<boolean> {
  const { count } = await tx.staffPasskey.deleteMany({ where: { staffId } });
  return (await deleteTotp(tx, staffId)) || count > 0;
}

/** Notes that the second factor was given in a session. */
export async function markSecondFactor(tx: Db, sessionId: string): Promise<void> {
  await tx.staffSession.update({ where: { id: sessionId }, data: { secondFactorAt: new Date() } });
}
