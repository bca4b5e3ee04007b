import { createHash } from "node:crypto";
import { renderPhp14 } from "./php-float";
import { isMap, type PhpMap, type PhpScalar } from "./tree";

/**
 * The identity of a delivery: SHA-256 over the leaves of `data`, path and text, sorted by path.
 *
 * The same notification gives the same digest in whatever encoding it comes again: number tokens with a
 * fraction are written as PHP casts them, and nulls and empty arrays are left out, since
 * `http_build_query` drops them.
 */
export function digestData(data: PhpMap): Buffer<ArrayBuffer> {
  const leaves: string[] = [];
  collect(data, "", leaves);
  return Buffer.from(createHash("sha256").update(leaves.sort().join(""), "utf8").digest());
}

function collect(map: PhpMap, prefix: string, leaves: string[]): void {
  for (const [key, node] of map) {
    // Lengths stand before keys and texts, so that no two trees write the same characters.
    const path = `${prefix}${key.length}:${key}/`;
    if (isMap(node)) collect(node, path, leaves);
    else if (node.kind !== "null") {
      const text = path === "4:hash/" ? node.text.toLowerCase() : leafText(node);
      leaves.push(`${path}\n${text.length}:${text}\n`);
    }
  }
}

function leafText(scalar: PhpScalar): string {
  if (scalar.kind !== "number" || !/[.eE]/.test(scalar.text)) return scalar.text;
  const value = Number(scalar.text);
  return Number.isFinite(value) ? renderPhp14(value) : scalar.text;
}
