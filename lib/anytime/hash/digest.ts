import { hash } from "node:crypto";
import { isMap, type PhpMap, type PhpScalar } from "@/lib/anytime/body/tree";
import { renderPhp14 } from "./php-float";

/**
 * The identity of a delivery: SHA-256, in lower-case hex, over the leaves of `data`, path and text, sorted by path.
 * The same notification gives the same digest in any encoding: numbers with a fraction are written as PHP casts them,
 * and nulls and empty arrays are left out, because `http_build_query` drops them.
 */
export function digestData(data: PhpMap): string {
  return hash("sha256", writeLeaves(data, ""));
}

function writeLeaves(map: PhpMap, prefix: string): string {
  let text = "";
  for (const [step, key] of stepsOf(map)) {
    const node = map.get(key);
    const path = prefix + step;
    if (isMap(node)) text += writeLeaves(node, path);
    else if (node !== undefined && node.kind !== "null") {
      const leaf = path === "4:hash/" ? node.text.toLowerCase() : leafText(node);
      text += `${path}\n${leaf.length}:${leaf}\n`;
    }
  }
  return text;
}

type Steps = readonly (readonly [step: string, key: string])[];
const MOST_SHAPES = 256;
const LONGEST_SHAPE = 1_000;
const shapes = new Map<string, Steps>();

/**
 * An array's keys in the order of their steps: sorted level by level, which gives the order of whole paths, because no
 * step is a prefix of another. The bank always sends the same few shapes, so they are cached.
 */
function stepsOf(map: PhpMap): Steps {
  const keys = [...map.keys()];
  const shape = keys.join("\0");
  let steps = shapes.get(shape);
  if (steps === undefined) {
    steps = keys.map((key) => [stepOf(key), key] as const).sort(([left], [right]) => (left < right ? -1 : 1));
    if (shapes.size < MOST_SHAPES && shape.length <= LONGEST_SHAPE) shapes.set(shape, steps);
  }
  return steps;
}

/** Lengths come before keys and texts, so that no two trees write the same characters. */
function stepOf(key: string): string {
  return `${key.length}:${key}/`;
}

function leafText(scalar: PhpScalar): string {
  if (scalar.kind !== "number" || !/[.eE]/.test(scalar.text)) return scalar.text;
  const value = Number(scalar.text);
  return Number.isFinite(value) ? renderPhp14(value) : scalar.text;
}
