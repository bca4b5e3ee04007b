import { hkdfSync } from "node:crypto";

/** A named 32-byte key. */
interface Key {
  readonly kid: string;
  readonly bytes: Buffer;
}

/** The first key seals, all of them open. */
export interface KeyRing {
  readonly keys: readonly [Key, ...Key[]];
}

/** Thrown when a ciphertext names a key this process does not have: perhaps it is not rolled out here yet. */
export class UnknownKeyError extends Error {
  override name = "UnknownKeyError";
  constructor(readonly kid: string) {
    super(`no encryption key is called ${kid}`);
  }
}

/** The format of a key's name. */
export const KID = /^[A-Za-z0-9_-]{1,16}$/;

/**
 * Reads `kid:base64,kid:base64` into a key ring.
 *
 * @param text value of ENCRYPTION_KEYS
 * @returns the ring, or a sentence that says what is wrong (never the key itself)
 */
export function parseKeyRing(text: string): { ok: true; ring: KeyRing } | { ok: false; problem: string } {
  const keys: Key[] = [];
  for (const part of text.split(",").map((entry) => entry.trim())) {
    const colon = part.indexOf(":");
    const kid = part.slice(0, Math.max(0, colon));
    const bytes = Buffer.from(part.slice(colon + 1), "base64");
    if (!KID.test(kid)) return { ok: false, problem: "each key must be written kid:base64" };
    if (bytes.length !== 32) return { ok: false, problem: `key ${kid} must be 32 bytes in base64` };
    if (new Set(bytes).size < 8) return { ok: false, problem: `key ${kid} is too regular to be random` };
    if (keys.some((key) => key.kid === kid)) return { ok: false, problem: `key ${kid} is listed twice` };
    keys.push({ kid, bytes });
  }
  const [first, ...rest] = keys;
  if (first === undefined) return { ok: false, problem: "at least one key is needed" };
  return { ok: true, ring: { keys: [first, ...rest] } };
}

const derived = new WeakMap<Buffer, Map<string, Buffer>>();

/**
 * Derives the key for one purpose (HKDF-SHA-256), so that no key serves two uses.
 *
 * @param ring the key ring
 * @param kid which key; absent for the one that seals
 * @param purpose a constant such as `seal` or `reference:<site id>`
 * @throws UnknownKeyError if the ring has no such key
 */
export function deriveKey(
  ring: KeyRing,
  kid: string | undefined,
  purpose: string,
): { kid: string; key: Buffer } {
  const found = kid === undefined ? ring.keys[0] : ring.keys.find((key) => key.kid === kid);
  if (found === undefined) throw new UnknownKeyError(kid ?? "");
  let cache = derived.get(found.bytes);
  if (cache === undefined) {
    cache = new Map();
    derived.set(found.bytes, cache);
  }
  let key = cache.get(purpose);
  if (key === undefined) {
    key = Buffer.from(hkdfSync("sha256", found.bytes, Buffer.alloc(0), `anytime-connect/${purpose}`, 32));
    cache.set(purpose, key);
  }
  return { kid: found.kid, key };
}
