import { type BodyText, buildTree, readUrlEncoded } from "./parse-form";
import { parseJsonTree } from "./parse-json";
import { isMap, mapAt, type PhpMap, scalarAt } from "./tree";

/** The maximum number of envelopes around a notification. */
const MOST_LAYERS = 4;

/** Whether a tree has a notification in the documented place. */
export function holdsNotification(root: PhpMap): boolean {
  const notification = mapAt(root, "notification");
  return notification !== null && mapAt(notification, "data") !== null;
}

/**
 * Finds the only notification in a tree that has it in another place: in another envelope, as JSON or a form within a
 * text, or without the name around it.
 *
 * @returns the tree as documented; null if there is none, or more than one: taking one would lose the others
 */
export function unwrap(root: PhpMap): PhpMap | null {
  const found: PhpMap[] = [];
  collect(root, MOST_LAYERS, found);
  const [only] = found;
  return only === undefined || found.length > 1 ? null : new Map([["notification", only]]);
}

function collect(map: PhpMap, layers: number, found: PhpMap[]): void {
  const data = mapAt(map, "data");
  if (data !== null && isData(data)) return void found.push(map);
  if (isData(map)) return void found.push(new Map([["data", map]]));
  if (layers === 0) return;
  for (const node of map.values()) {
    const inner = isMap(node) ? node : node.kind === "string" ? parseInner(node.text) : null;
    if (inner !== null) collect(inner, layers - 1, found);
  }
}

function isData(map: PhpMap): boolean {
  return ["hash", "timestamp", "event_name"].every((key) => scalarAt(map, key) !== null);
}

function parseInner(text: string): PhpMap | null {
  const trimmed = text.trim();
  const body = (inner: string): BodyText => ({ text: inner, bytes: false, reader: null });
  if (/^[{[]/.test(trimmed)) return parseJsonTree(body(trimmed));
  if (trimmed.startsWith('"')) return parseJsonTree(body(`{"0":${trimmed}}`));
  if (!/^[\w%[\]]+=/.test(trimmed) || !trimmed.includes("hash")) return null;
  const fields = readUrlEncoded(body(trimmed));
  return fields === null ? null : buildTree(fields);
}

/** A form that was encoded twice, decoded once; null if it was not. */
export function decodeOnceMore(text: string): string | null {
  if (!/%255B|^[^=&]*%3D/i.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // not UTF-8: a form encoded twice is ASCII
  }
}
