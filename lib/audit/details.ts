import { randomBytes } from "node:crypto";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { open, SealBrokenError, type SealedPlace, seal } from "@/lib/crypto/seal";
import { digestDetails, isSame } from "./chain";

/** The subject of an entry that is about no person and no site. */
export const NO_SITE = "00000000-0000-0000-0000-000000000000";
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Creates a key for the details about a subject, sealed for storage. */
export function makeSubjectKey(ring: KeyRing, subjectId: string): Buffer<ArrayBuffer> {
  return seal(ring, keyPlace(subjectId), randomBytes(KEY_BYTES));
}

/** Seals details with a salt under the key of their subject. Destroying that key erases them. */
export function sealDetails(
  keys: { readonly ring: KeyRing; readonly auditKey: string },
  subject: { readonly id: string; readonly keySealed: Uint8Array },
  seq: bigint,
  details: object,
): { sealed: Buffer<ArrayBuffer>; digest: Buffer<ArrayBuffer> } {
  const [salt, plain] = [randomBytes(SALT_BYTES), Buffer.from(JSON.stringify(details), "utf8")];
  const sealed = seal(
    openKey(keys.ring, subject),
    detailsPlace(seq, subject.id),
    Buffer.concat([salt, plain]),
  );
  return { sealed, digest: digestDetails(keys.auditKey, salt, plain) };
}

/**
 * Opens what `sealDetails` made.
 *
 * @throws UnknownKeyError if the subject's key is sealed with a key that is missing here
 * @throws SealBrokenError if something was changed
 */
export function openDetails(
  ring: KeyRing,
  subject: { readonly id: string; readonly keySealed: Uint8Array },
  seq: bigint,
  sealed: Uint8Array,
): { salt: Buffer; plain: Buffer } {
  const opened = open(openKey(ring, subject), detailsPlace(seq, subject.id), sealed);
  return { salt: opened.subarray(0, SALT_BYTES), plain: opened.subarray(SALT_BYTES) };
}

/** Whether details match their digest. @throws UnknownKeyError as `openDetails` */
export function isUnchanged(
  keys: { readonly ring: KeyRing; readonly auditKey: string },
  subject: { readonly id: string; readonly keySealed: Uint8Array },
  { seq, detailsDigest }: { readonly seq: bigint; readonly detailsDigest: Uint8Array },
  sealed: Uint8Array,
): boolean {
  try {
    const { salt, plain } = openDetails(keys.ring, subject, seq, sealed);
    return isSame(digestDetails(keys.auditKey, salt, plain), detailsDigest);
  } catch (error) {
    if (error instanceof SealBrokenError) return false;
    throw error;
  }
}

function openKey(
  ring: KeyRing,
  { id, keySealed }: { readonly id: string; readonly keySealed: Uint8Array },
): KeyRing {
  return { keys: [{ kid: "subject", bytes: open(ring, keyPlace(id), keySealed) }] };
}

function keyPlace(subjectId: string): SealedPlace {
  return { table: "audit_subjects", row: subjectId, site: NO_SITE };
}

function detailsPlace(seq: bigint, subjectId: string): SealedPlace {
  return { table: "audit_details", row: seq.toString(), site: subjectId };
}
