import { timingSafeEqual } from "node:crypto";
import { renderPhp14, renderShortest } from "./php-float";
import { hashTimestamp } from "./sign";
import type { PhpScalar } from "./tree";

/** Which writing of the timestamp's digits was hashed. */
export type HashRendering = "as_sent" | "php14" | "php14_half_up" | "shortest";

export type HashVerdict =
  | { match: true; rendering: HashRendering }
  /** `expectedStart`: first 8 digits of the expected hash, which help a person and forge nothing. */
  | { match: false; expectedStart: string };

/**
 * Checks a notification's hash. PHP hashes its string cast of a float while its JSON may carry more
 * digits, so the writings that one PHP float can have are tried, the one on the wire first.
 *
 * @param input.hash as sent; case does not matter
 * @param input.timestamp as sent, its digits untouched
 */
export function verifyHash(input: { hash: string; timestamp: PhpScalar; partnerRef: string }): HashVerdict {
  const given = Buffer.from(input.hash.toLowerCase(), "latin1");
  const sent = hashTimestamp(input.timestamp.text, input.partnerRef);
  if (same(given, sent)) return { match: true, rendering: "as_sent" };
  for (const [rendering, text] of renderings(input.timestamp.text)) {
    if (same(given, hashTimestamp(text, input.partnerRef))) return { match: true, rendering };
  }
  return { match: false, expectedStart: sent.slice(0, 8) };
}

function renderings(text: string): [HashRendering, string][] {
  const value = Number(text);
  if (!Number.isFinite(value)) return [];
  return [
    ["php14", renderPhp14(value)],
    ["php14_half_up", renderPhp14(value, "half_up")],
    ["shortest", renderShortest(value)],
  ];
}

function same(given: Buffer, expected: string): boolean {
  const bytes = Buffer.from(expected, "latin1");
  return given.length === bytes.length && timingSafeEqual(given, bytes);
}
