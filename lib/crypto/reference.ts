import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { deriveKey, type KeyRing, KID, UnknownKeyError } from "./key-ring";

/** The bank's limit on `data-custom-ref` ("max length: 255 characters"). */
const MAX_REFERENCE_LENGTH = 255;

export type OpenedReference =
  | { ok: true; attemptId: string; kid: string }
  | { ok: false; reason: "absent" | "not_ours" }
  | { ok: false; reason: "unknown_key"; kid: string };

/**
 * Creates the encrypted custom reference of one attempt: a compact JWE (`dir`, `A256GCM`) that contains only the
 * attempt's id. The end user can see it and learns nothing from it.
 *
 * @param siteId binds the key, so that a reference made for one site never opens for another
 * @param attemptId a UUID
 * @returns at most 255 ASCII characters
 */
export async function sealReference(ring: KeyRing, siteId: string, attemptId: string): Promise<string> {
  const { kid, key } = deriveKey(ring, undefined, `reference:${siteId}`);
  const id = Buffer.from(attemptId.replaceAll("-", ""), "hex");
  if (id.length !== 16) throw new Error("an attempt id must be a UUID");
  const reference = await new CompactEncrypt(id)
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid })
    .encrypt(key);
  if (reference.length > MAX_REFERENCE_LENGTH) throw new Error("the custom reference exceeds 255 characters");
  return reference;
}

/**
 * Opens a custom reference that came back from the bank. It may be missing, empty or not ours.
 *
 * @returns the attempt it was made for, or why it does not open
 */
export async function openReference(
  ring: KeyRing,
  siteId: string,
  reference: string | null,
): Promise<OpenedReference> {
  if (reference === null || reference === "") return { ok: false, reason: "absent" };
  if (reference.length > MAX_REFERENCE_LENGTH || reference.split(".").length !== 5) {
    return { ok: false, reason: "not_ours" };
  }
  try {
    const { kid } = decodeProtectedHeader(reference);
    if (typeof kid !== "string" || !KID.test(kid)) return { ok: false, reason: "not_ours" };
    const { key } = deriveKey(ring, kid, `reference:${siteId}`);
    const { plaintext } = await compactDecrypt(reference, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    const hex = Buffer.from(plaintext).toString("hex");
    if (hex.length !== 32) return { ok: false, reason: "not_ours" };
    return { ok: true, attemptId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"), kid };
  } catch (error) {
    // Anything else that jose throws means the same here: we did not make this text for this site.
    if (error instanceof UnknownKeyError) return { ok: false, reason: "unknown_key", kid: error.kid };
    return { ok: false, reason: "not_ours" };
  }
}
