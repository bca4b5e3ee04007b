import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** A body that was compressed, and how. */
export interface Inflated {
  readonly body: Buffer;
  readonly how: "gzip" | "deflate" | "br";
}

/**
 * Decompresses a body that begins like gzip or zlib, whatever the headers say: a proxy may have dropped them, and a
 * replay has none.
 *
 * @param most longest result in bytes; anything longer is not a notification
 * @returns null if it is not compressed in one of these ways, or becomes too long
 */
export function inflateMarked(body: Buffer, most: number): Inflated | null {
  const [first = 0, second = 0] = body;
  if (first === 0x1f && second === 0x8b)
    return unpack("gzip", () => gunzipSync(body, { maxOutputLength: most }));
  if (first === 0x78 && (first * 256 + second) % 31 === 0)
    return unpack("deflate", () => inflateSync(body, { maxOutputLength: most }));
  return null;
}

/** Decompresses a body without a header: for bodies that make no sense as they are. */
export function inflateUnmarked(body: Buffer, most: number): Inflated | null {
  return (
    unpack("br", () => brotliDecompressSync(body, { maxOutputLength: most })) ??
    unpack("deflate", () => inflateRawSync(body, { maxOutputLength: most }))
  );
}

function unpack(how: Inflated["how"], run: () => Buffer): Inflated | null {
  try {
    const body = run();
    return body.length === 0 ? null : { body, how };
  } catch {
    // Whatever zlib reports, it cannot decompress these bytes within the limit.
    return null;
  }
}
