import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_KEYS, type PhpMap, type PhpNode, storableText } from "./tree";

/** Name and value of one form field, decoded. */
export type FormField = readonly [name: string, value: string];

/**
 * Splits `application/x-www-form-urlencoded` text. Broken percent escapes stay as they are, as in PHP.
 *
 * @returns null where there are more fields than a notification may have
 */
export function readUrlEncoded(text: string): FormField[] | null {
  const pairs = text.split("&").filter((pair) => pair !== "");
  if (pairs.length > MAX_KEYS) return null;
  return pairs.map((pair) => {
    const equals = pair.indexOf("=");
    return equals < 0 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
  });
}

/**
 * Builds PHP's nested array from fields named `notification[data][hash]`. A name that comes twice keeps its
 * last value; `a[]` counts on.
 *
 * @returns null where it is deeper than a notification may be
 */
export function buildTree(fields: readonly FormField[]): PhpMap | null {
  const root = new Map<string, PhpNode>();
  for (const [name, value] of fields) {
    const path = splitName(name);
    if (path.length > MAX_DEPTH) return null;
    if (path.some((key) => FORBIDDEN_KEYS.has(key))) continue;
    let map = root;
    for (const key of path.slice(0, -1)) {
      const step = key === "" ? String(map.size) : key;
      const found = map.get(step);
      const next: Map<string, PhpNode> = found instanceof Map ? found : new Map();
      map.set(step, next);
      map = next;
    }
    const last = path.at(-1) ?? "";
    map.set(last === "" ? String(map.size) : last, { kind: "string", text: storableText(value) });
  }
  return root;
}

/** `a[b][c]` → a, b, c. Brackets that never close are part of the name. */
function splitName(name: string): string[] {
  const open = name.indexOf("[");
  if (open <= 0) return [storableText(name)];
  const path = [storableText(name.slice(0, open))];
  const segment = /\[([^\]]*)\]/y;
  segment.lastIndex = open;
  for (let match = segment.exec(name); match !== null; match = segment.exec(name)) {
    path.push(storableText(match[1] ?? ""));
  }
  return path;
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not UTF-8, or a bare percent sign: PHP decodes what it can, byte by byte.
    const bytes = spaced.replaceAll(/%([0-9a-fA-F]{2})|([^%]+)|%/g, (whole, hex: string | undefined) =>
      hex === undefined
        ? Buffer.from(whole, "utf8").toString("latin1")
        : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Buffer.from(bytes, "latin1").toString("utf8");
  }
}
