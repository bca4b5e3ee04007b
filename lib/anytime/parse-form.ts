import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_KEYS, type PhpMap, type PhpNode, storableText } from "./tree";

/** Path and value of one form field, decoded: `a[b]=c` is a, b and c. */
export type FormField = readonly [path: readonly string[], value: string];

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
    return equals < 0 ? [pathOf(pair), ""] : [pathOf(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
  });
}

const MOST_PATHS = 512;
const LONGEST_NAME = 100;
const paths = new Map<string, readonly string[]>();

/** The path of a name as it stands in the body. The bank sends the same few names for ever: they are kept. */
function pathOf(encodedName: string): readonly string[] {
  const known = paths.get(encodedName);
  if (known !== undefined) return known;
  const path = splitName(decode(encodedName));
  if (paths.size < MOST_PATHS && encodedName.length <= LONGEST_NAME) paths.set(encodedName, path);
  return path;
}

/**
 * Builds PHP's nested array from fields named `notification[data][hash]`. A name that comes twice keeps its
 * last value; `a[]` counts on.
 *
 * @returns null where it is deeper than a notification may be
 */
export function buildTree(fields: readonly FormField[]): PhpMap | null {
  const root = new Map<string, PhpNode>();
  for (const [path, value] of fields) {
    if (path.length > MAX_DEPTH) return null;
    if (path.some((key) => FORBIDDEN_KEYS.has(key))) continue;
    let map = root;
    for (let depth = 0; depth < path.length - 1; depth += 1) {
      const key = path[depth] ?? "";
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
export function splitName(name: string): string[] {
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
