import { inScope, insistOnSite, reaches, type Scope, siteWhere } from "@/lib/db/access/scope";
import type { Db, Prisma } from "@/lib/db/connect/client";

export type CredentialKind = "webhook_key" | "partner_ref";

/** A credential without its secret. */
export interface Credential {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly slot: "current" | "previous";
  /** The partner reference is the public partner ID. */
  readonly refPublic: boolean;
  readonly createdAt: Date;
  /** Written every few seconds; null if it was never used. */
  readonly lastUsedAt: Date | null;
}

/** A site whose credentials are locked until the transaction ends. */
export interface LockedSite {
  readonly id: string;
  readonly partnerId: string;
  readonly allowedIps: readonly string[];
  readonly credentials: readonly (Credential & { readonly refSealed: Uint8Array | null })[];
}

/** A new credential: a webhook key by its SHA-256, or a sealed partner reference. */
export type NewCredential = Pick<Credential, "id" | "kind" | "refPublic" | "createdAt"> & {
  readonly keyHash: Uint8Array<ArrayBuffer> | null;
  readonly refSealed: Uint8Array<ArrayBuffer> | null;
};

const SHOWN = {
  id: true,
  kind: true,
  slot: true,
  refPublic: true,
  createdAt: true,
  lastUsedAt: true,
} as const;
const ORDER: Prisma.SiteCredentialOrderByWithRelationInput[] = [{ kind: "asc" }, { slot: "asc" }];

/** A site's credentials: keys before references, current before previous. Empty if it is out of scope. */
export async function listCredentials(scope: Scope, db: Db, siteId: string): Promise<Credential[]> {
  if (!reaches(scope, siteId)) return [];
  return db.siteCredential.findMany({ where: { siteId }, orderBy: ORDER, select: SHOWN });
}

/**
 * Locks a site against other changes of its settings, and reads what they depend on. Deliveries keep arriving: they
 * reference the site, which this lock allows.
 *
 * @returns null if the scope has none
 */
export async function lockSite(scope: Scope, tx: Db, siteId: string): Promise<LockedSite | null> {
  const [site] = await tx.$queryRaw<Omit<LockedSite, "credentials">[]>`
    SELECT id, partner_id AS "partnerId", allowed_ips AS "allowedIps" FROM sites s
    WHERE id = ${siteId}::uuid AND ${inScope(scope, "s.id")} FOR NO KEY UPDATE`;
  if (site === undefined) return null;
  const select = { ...SHOWN, refSealed: true } as const;
  const credentials = await tx.siteCredential.findMany({ where: { siteId }, orderBy: ORDER, select });
  return { ...site, credentials };
}

/**
 * Makes a credential the current one of its kind, and the current one the previous. The previous slot must be free.
 */
export async function insertCurrent(
  scope: Scope,
  tx: Db,
  siteId: string,
  { kind, ...credential }: NewCredential,
): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.siteCredential.updateMany({
    where: { siteId, kind, slot: "current" },
    data: { slot: "previous" },
  });
  await tx.siteCredential.create({ data: { ...credential, kind, siteId, slot: "current" } });
}

/** Removes a credential: it is no longer accepted. */
export async function deleteCredential(scope: Scope, tx: Db, siteId: string, id: string): Promise<void> {
  await tx.siteCredential.deleteMany({ where: { AND: [{ id, siteId }, siteWhere(scope)] } });
}
