import { timingSafeEqual } from "node:crypto";
import type { PhpScalar } from "@/lib/anytime/body/tree";
import type { DecimalMark } from "@/lib/anytime/values/decimal";
import { renderPhp14, renderPhp17, renderShortest } from "./php-float";
import { hashTimestamp } from "./sign";

/**
 * Which rendering of the timestamp was hashed. `comma`: one of the others, with a decimal comma, as PHP before 8
 * writes floats in a French locale.
 */
export type HashRendering = "as_sent" | "php14" | "php14_half_up" | "shortest" | "php17" | "comma";

export type HashVerdict =
  | { match: true; rendering: HashRendering }
  /** `expectedStart`: the first 8 digits of the expected hash: they help a person, and are useless to a forger. */
  | { match: false; expectedStart: string };

/**
 * Checks a notification's hash. PHP hashes its string cast of a float while its JSON may have more digits, so every
 * rendering of one PHP float is tried, the one received first.
 *
 * @param input.hash as sent; case does not matter
 * @param input.timestamp as sent, its digits untouched, with a point
 */
export function verifyHash(input: { hash: string; timestamp: PhpScalar; partnerRef: string }): HashVerdict {
  const given = Buffer.from(input.hash.toLowerCase(), "latin1");
  const sent = hashTimestamp(input.timestamp.text, input.partnerRef);
  if (same(given, sent)) return { match: true, rendering: "as_sent" };
  const others = renderings(input.timestamp.text);
  for (const [rendering, text] of others) {
    if (same(given, hashTimestamp(text, input.partnerRef))) return { match: true, rendering };
  }
  for (const text of [input.timestamp.text, ...others.map(([, other]) => other)]) {
    if (same(given, hashTimestamp(text.replace(".", ","), input.partnerRef)))
      return { match: true, rendering: "comma" };
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
    ["php17", renderPhp17(value)],
  ];
}

function same(given: Buffer, expected: string): boolean {
  const bytes = Buffer.from(expected, "latin1");
  return given.length === bytes.length && timingSafeEqual(given, bytes);
}

/** The sender's decimal mark, from the rendering of its timestamp that was hashed. */
export function markOf(rendering: string | null): DecimalMark {
  return rendering === "comma" ? "comma" : "point";
}
