import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** A passkey, and whose it is. */
export interface StoredPasskey {
  readonly id: string;
  readonly staffId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly name: string;
  readonly staff: { readonly name: string; readonly deviceEpoch: number };
}

/** What is kept of a new passkey. */
export interface NewPasskey {
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly transports: string[];
  readonly backedUp: boolean;
  readonly name: string;
}

/** A passkey as its owner sees it. */
export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly backedUp: boolean;
}

/** The passkey that authenticators call by this id, or null. */
export async function findPasskey(
  db: Db,
  credentialId: Uint8Array<ArrayBuffer>,
): Promise<StoredPasskey | null> {
  return db.staffPasskey.findUnique({
    where: { credentialId },
    select: {
      ...{ id: true, staffId: true, publicKey: true, counter: true, name: true },
      staff: { select: { name: true, deviceEpoch: true } },
    },
  });
}

/** What browsers are told of the passkeys of a member of staff: their ids, and how to reach them. */
export async function listCredentials(db: Db, staffId: string) {
  return db.staffPasskey.findMany({ where: { staffId }, select: { credentialId: true, transports: true } });
}

/** The passkeys of a member of staff, oldest first. */
export async function listPasskeys(db: Db, staffId: string): Promise<OwnPasskey[]> {
  return db.staffPasskey.findMany({
    where: { staffId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, name: true, createdAt: true, lastUsedAt: true, backedUp: true },
  });
}

/** Stores a passkey. @returns false if somebody has registered it before */
export async function insertPasskey(tx: Db, staffId: string, passkey: NewPasskey): Promise<boolean> {
  const data = [{ ...passkey, id: newId(), staffId, createdAt: new Date() }];
  return (await tx.staffPasskey.createMany({ data, skipDuplicates: true })).count === 1;
}

/** Notes that a passkey was used. */
export async function markPasskeyUsed(
  tx: Db,
  id: string,
  now: { counter: bigint; backedUp: boolean },
): Promise<void> {
  await tx.staffPasskey.update({ where: { id }, data: { ...now, lastUsedAt: new Date() } });
}

/** Gives a passkey another name. @returns the one it had; null if it is not theirs */
export async function renamePasskeyRow(
  tx: Db,
  staffId: string,
  id: string,
  name: string,
): Promise<string | null> {
  const before = await tx.staffPasskey.findFirst({ where: { id, staffId }, select: { name: true } });
  if (before === null) return null;
  await tx.staffPasskey.update({ where: { id }, data: { name } });
  return before.name;
}

/** Removes a passkey. @returns its name; null if it is not theirs */
export async function deletePasskey(tx: Db, staffId: string, id: string): Promise<string | null> {
  const found = await tx.staffPasskey.findFirst({ where: { id, staffId }, select: { name: true } });
  if (found === null) return null;
  await tx.staffPasskey.delete({ where: { id } });
  return found.name;
}
