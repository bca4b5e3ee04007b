import { createCipheriv, createDecipheriv, randomFillSync } from "node:crypto";
import { deriveKey, type KeyRing } from "./key-ring";

/** The placement that binds a ciphertext, so that it opens nowhere else. */
export interface SealedPlace {
  readonly table: string;
  readonly row: string;
  readonly site: string;
}

/** Thrown when bytes were not sealed for this placement, or were changed. */
export class SealBrokenError extends Error {
  override name = "SealBrokenError";
  constructor() {
    super("sealed bytes do not open here");
  }
}

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals bytes with AES-256-GCM under the first key of the ring.
 * Envelope: version, length of the key id, key id, 12-byte IV, ciphertext, 16-byte tag.
 */
export function seal(ring: KeyRing, place: SealedPlace, plain: Uint8Array): Buffer<ArrayBuffer> {
  const { kid, key } = deriveKey(ring, undefined, "seal");
  const head = 2 + kid.length;
  const out = Buffer.allocUnsafe(head + IV_BYTES + plain.length + TAG_BYTES);
  out[0] = VERSION;
  out[1] = kid.length;
  out.write(kid, 2, "latin1");
  const iv = out.subarray(head, head + IV_BYTES);
  fillRandom(iv);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(associatedData(place));
  cipher.update(plain).copy(out, head + IV_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(out, head + IV_BYTES + plain.length);
  return out;
}

// Fetching randomness per IV costs more than the encryption; bytes already used are wiped.
const pool = Buffer.alloc(IV_BYTES * 512);
let used = pool.length;

function fillRandom(target: Buffer): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(target, 0, used, used + target.length);
  pool.fill(0, used, used + target.length);
  used += target.length;
}

/**
 * Opens what `seal` made for the same placement.
 *
 * @throws UnknownKeyError if the ring lacks the key that sealed it
 * @throws SealBrokenError if the bytes were changed or belong to another row
 */
export function open(ring: KeyRing, place: SealedPlace, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const kidLength = bytes[1] ?? 0;
  const head = 2 + kidLength;
  if (bytes[0] !== VERSION || bytes.length < head + IV_BYTES + TAG_BYTES) throw new SealBrokenError();
  const { key } = deriveKey(ring, bytes.toString("latin1", 2, head), "seal");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(head, head + IV_BYTES));
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = decipher.update(bytes.subarray(head + IV_BYTES, bytes.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    // node:crypto says only "unable to authenticate data"; the type tells callers what that means here.
    throw new SealBrokenError();
  }
  return plain;
}

function associatedData(place: SealedPlace): Buffer {
  return Buffer.from(`${place.table}\n${place.row}\n${place.site}`, "utf8");
}
