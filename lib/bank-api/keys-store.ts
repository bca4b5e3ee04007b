import { insistOnSite, reaches, type Scope, type SystemScope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** A key without its private part. */
export interface ShownKey {
  readonly id: string;
  readonly slot: "current" | "previous";
  readonly publicPem: string;
  readonly createdAt: Date;
  /** When the bank last accepted it; null for never. */
  readonly lastUsedAt: Date | null;
}

/** A key as it is stored. */
export interface StoredKey extends ShownKey {
  readonly privateSealed: Uint8Array;
}

const SHOWN = { id: true, slot: true, publicPem: true, createdAt: true, lastUsedAt: true } as const;

/** A site's keys, the current one first. Empty if it is out of scope. */
export async function listKeys(scope: Scope, db: Db, siteId: string): Promise<ShownKey[]> {
  if (!reaches(scope, siteId)) return [];
  return db.bankApiKey.findMany({ where: { siteId }, orderBy: { slot: "asc" }, select: SHOWN });
}

/** The same with the private parts, and the site's references: what a call is signed and checked with. */
export async function readSigning(_: SystemScope, db: Db, siteId: string) {
  const [keys, refs] = await Promise.all([
    db.bankApiKey.findMany({
      where: { siteId },
      orderBy: { slot: "asc" },
      select: { ...SHOWN, privateSealed: true },
    }),
    db.siteCredential.findMany({
      where: { siteId, kind: "partner_ref", refSealed: { not: null } },
      orderBy: { slot: "asc" },
      select: { refSealed: true },
    }),
  ]);
  return { keys, refs: refs.flatMap(({ refSealed }) => refSealed ?? []) };
}

/** Makes a key the current one, and the current one the previous. The previous slot must be free. */
export async function insertKey(
  scope: Scope,
  tx: Db,
  siteId: string,
  key: Pick<StoredKey, "id" | "publicPem" | "createdAt"> & {
    readonly privateSealed: Uint8Array<ArrayBuffer>;
  },
): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.bankApiKey.updateMany({ where: { siteId, slot: "current" }, data: { slot: "previous" } });
  await tx.bankApiKey.create({ data: { ...key, siteId, slot: "current" } });
}

/** Removes a key. */
export async function deleteKey(scope: Scope, tx: Db, siteId: string, id: string): Promise<void> {
  await tx.bankApiKey.deleteMany({ where: { AND: [{ id, siteId }, siteWhere(scope)] } });
}

/** Records that the bank accepted a key; at most once a minute. */
export async function noteKeyUse(_: SystemScope, db: Db, siteId: string, keyId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE bank_api_keys SET last_used_at = now() WHERE id = ${keyId}::uuid AND site_id = ${siteId}::uuid
      AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;
}
