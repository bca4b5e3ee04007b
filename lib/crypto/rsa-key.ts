import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

const LEAST_BITS = 2_048;

/** Both halves of a key, as PEM. */
export interface RsaKey {
  /** PKCS #8. Secret. */
  readonly privatePem: string;
  /** SPKI: what a verifier is given. */
  readonly publicPem: string;
}

/** Makes an RSA key of 2048 bits, outside the event loop. */
export async function makeRsaKey(): Promise<RsaKey> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: LEAST_BITS });
  return toPem(privateKey);
}

/**
 * Reads a private key: PEM, with `\n` for line ends where one line is all there is room for, or base64 of PEM.
 *
 * @returns the key, or the end of a sentence that says what is wrong and quotes nothing
 */
export function readRsaKey(text: string): { ok: true; key: RsaKey } | { ok: false; problem: string } {
  const pem = text.includes("-----BEGIN")
    ? text.replaceAll("\\n", "\n")
    : Buffer.from(text, "base64").toString("latin1");
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's own message may quote the text.
    return { ok: false, problem: "is not a private key in PEM" };
  }
  if (key.asymmetricKeyType !== "rsa") return { ok: false, problem: "is not an RSA key" };
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS)
    return { ok: false, problem: "is shorter than 2048 bits" };
  return { ok: true, key: toPem(key) };
}

function toPem(key: KeyObject): RsaKey {
  return {
    privatePem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    publicPem: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
  };
}
