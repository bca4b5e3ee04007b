import { createHmac, hash, randomBytes, randomInt } from "node:crypto";

/** SHA-256 of a secret or a token, for looking it up. */
export function fingerprint(secret: string): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", secret, "buffer"));
}

/** HMAC-SHA-256 of bytes under a key used only for that. */
export function keyedDigest(key: Uint8Array, ...parts: (string | Uint8Array)[]): Buffer<ArrayBuffer> {
  const mac = createHmac("sha256", key);
  for (const part of parts) {
    mac.update(`${part.length}:`);
    mac.update(part);
  }
  return Buffer.from(mac.digest());
}

/** A URL-safe secret of 192 random bits. */
export function newSecret(): string {
  return randomBytes(24).toString("base64url");
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Eight Crockford base-32 characters (40 bits): a code to read out on the phone. It authorises nothing. */
export function newSupportCode(): string {
  return Array.from({ length: 8 }, () => CROCKFORD[randomInt(32)]).join("");
}

/**
 * Normalises a typed code to the stored form: upper case, no dashes or spaces, with Crockford's look-alikes (O, I, L)
 * read as the digits they resemble.
 */
export function normaliseSupportCode(text: string): string {
  return text.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
}
