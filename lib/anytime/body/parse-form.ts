import type { TextReader } from "./charset";
import { storableText } from "./storable";
import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_KEYS, type PhpMap, type PhpNode } from "./tree";

/** A parsed field name: `a[b]` is a, b. */
export interface FormName {
  readonly path: readonly string[];
  /** Identifies the array that contains the field; null if that is a new one each time (`a[]`). */
  readonly parent: string | null;
}

/**
 * A body as text to split. `bytes`: each character stands for one byte, and is decoded only after splitting. `reader`
 * is null if bytes are read as UTF-8 with replacement characters.
 */
export interface BodyText {
  readonly text: string;
  readonly bytes: boolean;
  readonly reader: TextReader | null;
}

/** One form field, decoded. */
export interface FormField {
  readonly name: FormName;
  readonly value: string;
}

/**
 * Splits `application/x-www-form-urlencoded` text. Broken percent escapes are unchanged, as in PHP.
 *
 * @returns null if there are more fields than a notification may have
 */
export function readUrlEncoded(body: BodyText): FormField[] | null {
  const { text } = body;
  const fields: FormField[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("&", start);
    const end = found < 0 ? text.length : found;
    if (end > start) {
      if (fields.length === MAX_KEYS) return null;
      const equals = text.indexOf("=", start);
      const middle = equals < 0 || equals > end ? end : equals;
      const name = nameOf(text.slice(start, middle), body);
      fields.push({ name, value: decode(text.slice(middle + 1, end), body) });
    }
    start = end + 1;
  }
  return fields;
}

const MOST_NAMES = 512;
const LONGEST_NAME = 100;
const PLAIN_NAME = /^(?:[\w.[\]-]|%[0-7][0-9a-f])+$/i;
const names = new Map<string, FormName>();

/** A name as written in the body. The bank always sends the same few, so they are cached. */
function nameOf(encodedName: string, body: BodyText): FormName {
  const known = names.get(encodedName);
  if (known !== undefined) return known;
  const name = readName(decode(encodedName, body));
  // Beyond ASCII, a name means something else in each character set.
  if (!PLAIN_NAME.test(encodedName)) return name;
  if (names.size < MOST_NAMES && encodedName.length <= LONGEST_NAME) names.set(encodedName, name);
  return name;
}

/**
 * Builds PHP's nested array from fields named `notification[data][hash]`. The last value of a repeated name counts;
 * `a[]` counts on.
 *
 * @returns null if it is deeper than a notification may be
 */
export function buildTree(fields: readonly FormField[]): PhpMap | null {
  const root = new Map<string, PhpNode>();
  // Fields of one array come together: the next field is mostly in the same array as the last.
  let parent: string | null = null;
  let map = root;
  for (const { name, value } of fields) {
    if (name.path.length > MAX_DEPTH) return null;
    const last = name.path.at(-1);
    if (last === undefined) continue;
    if (name.parent === null || name.parent !== parent) map = enter(root, name.path);
    parent = name.parent;
    map.set(last === "" ? String(map.size) : last, { kind: "string", text: storableText(value) });
  }
  return root;
}

/** The array that contains the last part of a path, created if missing. */
function enter(root: Map<string, PhpNode>, path: readonly string[]): Map<string, PhpNode> {
  let map = root;
  for (const key of path.slice(0, -1)) {
    const step = key === "" ? String(map.size) : key;
    const found = map.get(step);
    const next: Map<string, PhpNode> = found instanceof Map ? found : new Map();
    map.set(step, next);
    map = next;
  }
  return map;
}

/** Parses a decoded name. One that would reach into JavaScript's own objects has no path. */
export function readName(name: string): FormName {
  const split = splitName(name);
  const path = split.length <= MAX_DEPTH && split.some((key) => FORBIDDEN_KEYS.has(key)) ? [] : split;
  const above = path.slice(0, -1);
  return { path, parent: above.includes("") ? null : JSON.stringify(above) };
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

function decode(text: string, body: BodyText): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!body.bytes) {
    if (!spaced.includes("%")) return spaced;
    try {
      return decodeURIComponent(spaced);
    } catch {
      // Not UTF-8, or a bare percent sign: PHP decodes what it can, byte by byte.
    }
  }
  const units = spaced.replaceAll(/%([0-9a-fA-F]{2})|([^%]+)|%/g, (whole, hex: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return body.bytes ? whole : Buffer.from(whole, "utf8").toString("latin1");
  });
  const bytes = Buffer.from(units, "latin1");
  return body.reader === null ? bytes.toString("utf8") : body.reader.read(bytes);
}
