/** A scalar as sent. `text` is the result of PHP's string cast, digits untouched. */
export interface PhpScalar {
  readonly kind: "string" | "number" | "boolean" | "null";
  readonly text: string;
}

/** A PHP array: string keys, in the order in which they came. */
export type PhpMap = ReadonlyMap<string, PhpNode>;
export type PhpNode = PhpScalar | PhpMap;

/** The maximum depth and width of a notification. */
export const MAX_DEPTH = 8;
export const MAX_KEYS = 200;

/** Keys that would reach into JavaScript's own objects; never kept. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a node is an array. */
export function isMap(node: PhpNode | undefined): node is PhpMap {
  return node instanceof Map;
}

/** The array under a key, or null if there is none. */
export function mapAt(map: PhpMap, key: string): PhpMap | null {
  const node = map.get(key);
  return isMap(node) ? node : null;
}

/** The scalar under a key; null if it is missing, JSON null, or an array. */
export function scalarAt(map: PhpMap, key: string): PhpScalar | null {
  const node = map.get(key);
  return node === undefined || isMap(node) || node.kind === "null" ? null : node;
}

/** The text under a key, or null. */
export function textAt(map: PhpMap, key: string): string | null {
  return scalarAt(map, key)?.text ?? null;
}
