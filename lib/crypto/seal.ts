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

/** Envelopes that `seal` writes. Those of version 1 were all sealed under one key, and have no month. */
export const SEAL_VERSION = 2;
const MONTH_BYTES = 2;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals bytes with AES-256-GCM under a key that is derived from the first one of the ring for the table and the month
 * (UTC). IVs are random, so that no key may seal more than 2³² times: that would be 1,600 a second in one table, all month.
 * Envelope: version, length of the key id, key id, month, 12-byte IV, ciphertext, 16-byte tag.
 */
export function seal(
  ring: KeyRing,
  place: SealedPlace,
  plain: Uint8Array,
  now = Date.now(),
): Buffer<ArrayBuffer> {
  const month = monthOf(now);
  const { kid, key } = deriveKey(ring, undefined, purposeOf(place, month));
  const head = 2 + kid.length + MONTH_BYTES;
  const out = Buffer.allocUnsafe(head + IV_BYTES + plain.length + TAG_BYTES);
  out[0] = SEAL_VERSION;
  out[1] = kid.length;
  out.write(kid, 2, "latin1");
  out.writeUInt16BE(month, 2 + kid.length);
  const iv = out.subarray(head, head + IV_BYTES);
  fillRandom(iv);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(associatedData(place));
  cipher.update(plain).copy(out, head + IV_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(out, head + IV_BYTES + plain.length);
  return out;
}

/** Months since the year 0, as keys are derived by. */
function monthOf(now: number): number {
  const date = new Date(now);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

const purposeOf = ({ table }: SealedPlace, month: number) => `seal:${table}:${month}`;

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
  const afterKid = 2 + (bytes[1] ?? 0);
  const isFirst = bytes[0] === 1;
  const head = isFirst ? afterKid : afterKid + MONTH_BYTES;
  if (!(isFirst || bytes[0] === SEAL_VERSION) || bytes.length < head + IV_BYTES + TAG_BYTES)
    throw new SealBrokenError();
  const purpose = isFirst ? "seal" : purposeOf(place, bytes.readUInt16BE(afterKid));
  const { key } = deriveKey(ring, bytes.toString("latin1", 2, afterKid), purpose);
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
