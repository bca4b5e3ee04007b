import { inScope, reaches, type Scope, type SystemScope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** An API key without its secret. */
export interface ApiKeyRow {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  /** Written at most once a minute; null if it was never used. */
  readonly lastUsedAt: Date | null;
  readonly lastUsedAddress: string | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** Addresses and CIDR ranges; empty: anywhere. */
  readonly allowedIps: readonly string[];
  readonly revokedAt: Date | null;
}

const SHOWN = {
  id: true,
  siteId: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
  lastUsedAddress: true,
  expiresAt: true,
  allowedIps: true,
  revokedAt: true,
} as const;

/** API keys, active ones first, newest first. */
export async function listApiKeys(scope: Scope, db: Db): Promise<ApiKeyRow[]> {
  const orderBy = [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }] as const;
  return db.apiKey.findMany({ where: siteWhere(scope), orderBy: [...orderBy], select: SHOWN, take: 200 });
}

/** Writes a new key by the SHA-256 of its secret. @returns false if the site is out of scope */
export async function insertApiKey(
  scope: Scope,
  tx: Db,
  key: {
    id: string;
    siteId: string;
    name: string;
    keyHash: Uint8Array<ArrayBuffer>;
    prefix: string;
    scopes: string[];
    expiresAt: Date | null;
    allowedIps: string[];
  },
): Promise<boolean> {
  if (!reaches(scope, key.siteId)) return false;
  await tx.apiKey.create({ data: { ...key, createdAt: new Date(), createdById: scope.actor.id } });
  return true;
}

/** A key by its secret's SHA-256, whatever its state; null if there is none. */
export async function findApiKey(
  _: SystemScope,
  db: Db,
  keyHash: Uint8Array<ArrayBuffer>,
): Promise<ApiKeyRow | null> {
  return db.apiKey.findUnique({ where: { keyHash }, select: SHOWN });
}

/** A key by its id, whatever its state; null if the scope has none. */
export async function readApiKey(scope: Scope, db: Db, id: string): Promise<ApiKeyRow | null> {
  return db.apiKey.findFirst({ where: { id, ...siteWhere(scope) }, select: SHOWN });
}

/** An active key, locked until the transaction ends; null if the scope has none. */
export async function lockApiKey(scope: Scope, tx: Db, id: string): Promise<ApiKeyRow | null> {
  await tx.$queryRaw`
    SELECT 1 FROM api_keys k WHERE id = ${id}::uuid AND ${inScope(scope, "k.site_id")} FOR UPDATE`;
  return tx.apiKey.findFirst({ where: { id, revokedAt: null, ...siteWhere(scope) }, select: SHOWN });
}

/** Revokes a key for good. */
export async function revokeApiKeyRow(scope: Scope, tx: Db, id: string): Promise<void> {
  await tx.apiKey.updateMany({ where: { id, ...siteWhere(scope) }, data: { revokedAt: new Date() } });
}

/** Stores that a key was used, and from where, at most once a minute. */
export async function touchApiKey(_: SystemScope, db: Db, id: string, address: string | null): Promise<void> {
  const now = new Date();
  const before = { lt: new Date(now.getTime() - 60_000) };
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: before }] },
    data: { lastUsedAt: now, lastUsedAddress: address },
  });
}
