import { createPrivateKey, type KeyObject } from "node:crypto";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { makeRsaKey, type RsaKey } from "@/lib/crypto/rsa-key";
import { open, seal } from "@/lib/crypto/seal";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { lockSite } from "@/lib/sites/credentials/credentials-store";
import { openPartnerRef } from "@/lib/sites/finding/receiving-site";
import { deleteKey, insertKey, listKeys, readSigning, type StoredKey } from "./keys-store";

/** A key that signs. */
export interface BankKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

/** What calls for a site are signed with, and what answers are checked against. */
export interface SigningSite {
  /** The current key first; at least one. */
  readonly keys: readonly BankKey[];
  readonly partnerRefs: readonly string[];
}

const place = (siteId: string, id: string) => ({ table: "bank_api_keys", row: id, site: siteId });

/** A site's keys, opened. @returns null if it has none, or none that this process can open */
export async function findSigningSite(db: Db, ring: KeyRing, siteId: string): Promise<SigningSite | null> {
  const { keys, refs } = await readSigning(SYSTEM_SCOPE, db, siteId);
  const opened = keys.flatMap((key) => openKey(ring, siteId, key) ?? []);
  if (opened.length === 0) return null;
  const partnerRefs = refs.flatMap(
    (sealed) => unlessKeyMissing(() => openPartnerRef(ring, siteId, sealed)) ?? [],
  );
  return { keys: opened, partnerRefs };
}

function openKey(ring: KeyRing, siteId: string, { id, privateSealed }: StoredKey): BankKey | null {
  const pem = unlessKeyMissing(() => open(ring, place(siteId, id), privateSealed));
  return pem === null ? null : { id, privateKey: createPrivateKey(pem) };
}

/** A key of the ring may be on another replica only, for a while: then what it sealed is left out. */
function unlessKeyMissing<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}

/** Why no key was made. */
export type KeyProblem = "not_found" | "changed_meanwhile" | "previous_stands";

/**
 * Makes a key for a site. The one before signs as long as the bank does not know the new one.
 *
 * @param order `currentId` is the key that the person saw as current; null for none
 */
export async function makeKey(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly siteId: string; readonly currentId: string | null },
): Promise<{ ok: true; publicPem: string } | { ok: false; problem: KeyProblem }> {
  const made = await makeRsaKey();
  return database.prisma.$transaction(async (tx) => {
    const site = await lockSite(scope, tx, order.siteId);
    if (site === null) return { ok: false, problem: "not_found" };
    const present = await listKeys(scope, tx, site.id);
    const current = present.find(({ slot }) => slot === "current")?.id ?? null;
    if (current !== order.currentId) return { ok: false, problem: "changed_meanwhile" };
    if (present.length > 1) return { ok: false, problem: "previous_stands" };
    await storeKey(scope, tx, keys, site.id, made);
    return { ok: true, publicPem: made.publicPem };
  });
}

/** Stores a key as the current one of a site whose previous slot is free, and audits it. */
export async function storeKey(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  siteId: string,
  made: RsaKey,
): Promise<void> {
  const id = newId();
  const privateSealed = seal(keys.ring, place(siteId, id), Buffer.from(made.privatePem, "latin1"));
  await insertKey(scope, tx, siteId, { id, publicPem: made.publicPem, privateSealed, createdAt: new Date() });
  const target = { siteId, targetType: "bank_api_key", targetId: id };
  await recordAudit(scope, tx, keys, { action: "bank_api_key.made", outcome: "done", ...target });
}

/** Ends a key: nothing is signed with it any more. Ending the only one turns the feature off. */
export async function endKey(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly siteId: string; readonly keyId: string },
): Promise<{ ok: true } | { ok: false; problem: "not_found" | "not_previous" }> {
  return database.prisma.$transaction(async (tx) => {
    const site = await lockSite(scope, tx, order.siteId);
    const present = site === null ? [] : await listKeys(scope, tx, site.id);
    const found = present.find(({ id }) => id === order.keyId);
    if (site === null || found === undefined) return { ok: false, problem: "not_found" };
    // With two keys, the newer one is to stay; a key alone may go.
    if (found.slot === "current" && present.length > 1) return { ok: false, problem: "not_previous" };
    await deleteKey(scope, tx, site.id, found.id);
    const target = { siteId: site.id, targetType: "bank_api_key", targetId: found.id };
    await recordAudit(scope, tx, keys, { action: "bank_api_key.ended", outcome: "done", ...target });
    return { ok: true };
  });
}
