import { deriveKey, type KeyRing } from "@/lib/crypto/key-ring";
import { keyedDigest } from "@/lib/crypto/secrets";
import type { Db } from "./connect/client";

/** The keys whose bytes must stay the same under their name. */
export interface CheckedKeys {
  readonly ring: KeyRing;
  readonly auditKey: string;
}

/** A key whose bytes differ from those used before. */
export type ChangedKey = { variable: "AUDIT_KEY" } | { variable: "ENCRYPTION_KEYS"; kid: string };

/**
 * Compares the keys with the check values of their first use, and stores check values for new ones. A known key that
 * is missing is no fault: it may be retired, or not rolled out to this replica yet.
 *
 * @returns the keys that differ; if there are any, nothing is stored
 */
export async function checkKeys(db: Db, { ring, auditKey }: CheckedKeys): Promise<ChangedKey[]> {
  const given = [
    { key: { variable: "AUDIT_KEY" } as const, name: "AUDIT_KEY", value: digestOf(Buffer.from(auditKey)) },
    ...ring.keys.map(({ kid }) => ({
      key: { variable: "ENCRYPTION_KEYS", kid } as const,
      name: `ENCRYPTION_KEYS/${kid}`,
      value: digestOf(deriveKey(ring, kid, "check").key),
    })),
  ];
  const stored = await db.keyCheck.findMany({ where: { name: { in: given.map(({ name }) => name) } } });
  const known = new Map(stored.map(({ name, checkValue }) => [name, checkValue]));
  const changed = given.filter(({ name, value }) => {
    const before = known.get(name);
    return before !== undefined && Buffer.compare(before, value) !== 0;
  });
  if (changed.length > 0) return changed.map(({ key }) => key);
  const fresh = given.filter(({ name }) => !known.has(name));
  const { count } = await db.keyCheck.createMany({
    data: fresh.map(({ name, value }) => ({ name, checkValue: value, createdAt: new Date() })),
    skipDuplicates: true,
  });
  // Another replica was first with one of them: its value decides.
  return count === fresh.length ? [] : checkKeys(db, { ring, auditKey });
}

/** Whether a key was used under this name since check values exist. */
export async function isKeyChecked(db: Db, name: string): Promise<boolean> {
  return (await db.keyCheck.count({ where: { name } })) > 0;
}

function digestOf(key: Uint8Array): Buffer<ArrayBuffer> {
  return keyedDigest(key, "anytime-connect/key-check");
}
