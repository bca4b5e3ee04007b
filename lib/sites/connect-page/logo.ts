/** A parsed logo: its type, for serving, and its size in pixels. */
export interface Logo {
  readonly type: "image/png" | "image/webp";
  readonly width: number;
  readonly height: number;
}

/** Limits of a logo: bytes, and pixels per side. */
const MOST_LOGO_BYTES = 100_000;
const MOST_PIXELS = 1_024;
const LEAST_PIXELS = 16;

/**
 * Reads the header of a PNG or WebP. Its type and size are taken from the header without further checks: it is served
 * only as an image, from a URL whose policy lets nothing in it run.
 *
 * @returns null if it is neither, too large, or too small to be seen
 */
export function readLogo(bytes: Uint8Array): Logo | null {
  if (bytes.length > MOST_LOGO_BYTES) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const logo = readPng(buffer) ?? readWebp(buffer);
  if (logo === null) return null;
  const sides = [logo.width, logo.height];
  return sides.every((side) => side >= LEAST_PIXELS && side <= MOST_PIXELS) ? logo : null;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function readPng(buffer: Buffer): Logo | null {
  const isPng =
    buffer.length > 33 && buffer.subarray(0, 8).equals(PNG) && buffer.toString("latin1", 12, 16) === "IHDR";
  return isPng
    ? { type: "image/png", width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
    : null;
}

function readWebp(buffer: Buffer): Logo | null {
  const tag = (at: number) => buffer.toString("latin1", at, at + 4);
  if (buffer.length < 30 || tag(0) !== "RIFF" || tag(8) !== "WEBP") return null;
  const size = (width: number, height: number): Logo => ({ type: "image/webp", width, height });
  switch (tag(12)) {
    case "VP8X":
      return size(1 + buffer.readUIntLE(24, 3), 1 + buffer.readUIntLE(27, 3));
    case "VP8L": {
      const bits = buffer.readUInt32LE(21);
      return size(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
    }
    case "VP8 ":
      return size(buffer.readUInt16LE(26) & 0x3fff, buffer.readUInt16LE(28) & 0x3fff);
    default:
      return null;
  }
}
