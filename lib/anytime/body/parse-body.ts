import { isUtf8 } from "node:buffer";
import { charsetOf, fromUtf16, TextReader } from "./charset";
import { type Inflated, inflateMarked, inflateUnmarked } from "./inflate";
import { type BodyText, buildTree, type FormField, readUrlEncoded } from "./parse-form";
import { parseJsonTree } from "./parse-json";
import { readMultipart } from "./parse-multipart";
import { type PhpMap, scalarAt } from "./tree";
import { decodeOnceMore, holdsNotification, unwrap } from "./unwrap";

/** Longest body that we read, in bytes. */
export const MAX_BODY_BYTES = 65_536;

const UTF8_MARK = Buffer.from("\uFEFF");

/** The encoding of the notification. `field-json` is one form field that contains JSON. */
export type BodyEncoding = "form" | "json" | "multipart" | "field-json";

/** What parsing a body needed beyond the usual. */
export interface BodyNote {
  /**
   * `charset`: text in a named character set other than UTF-8. `guessed_charset`: the same, not named. `compressed`.
   * `wrapped`: the notification was inside something else.
   */
  readonly kind: "charset" | "guessed_charset" | "compressed" | "wrapped";
  readonly detail: string;
}

export type ParsedBody =
  | {
      ok: true;
      encoding: BodyEncoding;
      root: PhpMap;
      /**
       * The tree used for a delivery's identity: the same, but text that is not UTF-8 is in it in the old way, so that
       * stored deliveries are still recognised when they come again.
       */
      digested: PhpMap;
      notes: readonly BodyNote[];
    }
  | { ok: false; reason: string };

type Tree =
  | { ok: true; encoding: BodyEncoding; root: PhpMap; wrapped?: true }
  | { ok: false; reason: string };

/**
 * Parses a notification in any encoding that PHP senders use. The docs show an array but not its encoding, so the
 * bytes decide if they and Content-Type disagree. Never throws.
 * Text is in the character set that Content-Type names, or else UTF-8, or else windows-1252.
 *
 * @param sent raw bytes, at most MAX_BODY_BYTES
 * @param contentType the header as sent
 * @returns the tree, or a reason that quotes nothing of the body
 */
export function parseBody(sent: Buffer, contentType: string | undefined): ParsedBody {
  if (sent.length > MAX_BODY_BYTES) return { ok: false, reason: "the body is too large" };
  const marked = inflateMarked(sent, MAX_BODY_BYTES);
  if (marked !== null) return parseInflated(marked, contentType);
  const parsed = parseBytes(sent, contentType);
  if ((parsed.ok && holdsNotification(parsed.root)) || isUtf8(sent)) return parsed;
  const unmarked = inflateUnmarked(sent, MAX_BODY_BYTES);
  return unmarked === null ? parsed : parseInflated(unmarked, contentType);
}

function parseInflated({ body, how }: Inflated, contentType: string | undefined): ParsedBody {
  const parsed = parseBytes(body, contentType);
  return parsed.ok ? { ...parsed, notes: [{ kind: "compressed", detail: how }, ...parsed.notes] } : parsed;
}

function parseBytes(sent: Buffer, contentType: string | undefined): ParsedBody {
  const named = charsetOf(contentType);
  const body = fromUtf16(sent, named);
  const marked = body !== sent || (body[0] === UTF8_MARK[0] && body.subarray(0, 3).equals(UTF8_MARK));
  const charset = marked || named?.startsWith("utf-16") === true ? null : named;
  if (charset === null && isUtf8(body)) {
    const reader = new TextReader(null);
    if (body !== sent) reader.named.push("utf-16");
    const tree = parseText({ text: body.toString("utf8"), bytes: false, reader }, contentType);
    return withIdentity(tree, reader, body, contentType);
  }
  const reader = new TextReader(charset);
  const text = startsJson(body) && charset !== null ? null : body.toString("latin1");
  const source = { text: text ?? reader.read(body), bytes: text !== null, reader };
  return withIdentity(parseText(source, contentType), reader, body, contentType);
}

/**
 * A character set with two bytes per letter may contain the bytes of quotes and backslashes: such JSON is decoded as a
 * whole.
 */
function startsJson(body: Buffer): boolean {
  return /^\s*[{["]/.test(body.toString("latin1", 0, 64));
}

function withIdentity(
  tree: Tree,
  reader: TextReader,
  body: Buffer,
  contentType: string | undefined,
): ParsedBody {
  if (!tree.ok) return tree;
  const { encoding, root } = tree;
  const notes: BodyNote[] = tree.wrapped === true ? [{ kind: "wrapped", detail: encoding }] : [];
  if (reader.plain) return { ok: true, encoding, root, digested: root, notes };
  const replaced = parseText({ text: body.toString("utf8"), bytes: false, reader: null }, contentType);
  for (const detail of reader.named) notes.push({ kind: "charset", detail });
  if (reader.guessed) notes.push({ kind: "guessed_charset", detail: "windows-1252" });
  return { ok: true, encoding, root, digested: replaced.ok ? replaced.root : root, notes };
}

function parseText(body: BodyText, contentType: string | undefined): Tree {
  const tree = parseAsIs(body, contentType);
  if (tree.ok && holdsNotification(tree.root)) return tree;
  return parseWrapped(tree, body, contentType) ?? tree;
}

/** The notification in an undocumented place; null if there is none. */
function parseWrapped(tree: Tree, body: BodyText, contentType: string | undefined): Tree | null {
  if (tree.ok) {
    const root = unwrap(tree.root);
    if (root !== null) return { ok: true, encoding: tree.encoding, root, wrapped: true };
  }
  const text = body.text.trim();
  const again = text.startsWith('"') ? `{"0":${text}}` : decodeOnceMore(text);
  if (again === null) return null;
  const inner = parseText({ ...body, text: again }, contentType);
  return inner.ok ? { ...inner, wrapped: true } : null;
}

function parseAsIs({ text: whole, bytes, reader }: BodyText, contentType: string | undefined): Tree {
  const mark = bytes ? "\u00EF\u00BB\u00BF" : "\uFEFF";
  const text = whole.startsWith(mark) ? whole.slice(mark.length) : whole;
  const start = text.trimStart();
  if (start === "") return { ok: false, reason: "the body is empty" };
  if (start.startsWith("{") || start.startsWith("[")) {
    const root = parseJsonTree({ text, bytes, reader });
    return root === null
      ? { ok: false, reason: "the body is not valid JSON" }
      : { ok: true, encoding: "json", root };
  }
  const multipart = start.startsWith("--") || /^\s*multipart\//i.test(contentType ?? "");
  const fields = multipart
    ? readMultipart({ text, bytes, reader }, contentType)
    : readUrlEncoded({ text: text.trim(), bytes, reader });
  if (fields === null)
    return { ok: false, reason: `the body is not a valid ${multipart ? "multipart" : "form"} body` };
  return fromFields(fields, multipart ? "multipart" : "form");
}

function fromFields(fields: readonly FormField[], encoding: "form" | "multipart"): Tree {
  const root = buildTree(fields);
  if (root === null) return { ok: false, reason: "the body is nested too deeply" };
  const single = scalarAt(root, "notification");
  if (single === null) return { ok: true, encoding, root };
  const json = single.text.replace(/^\s*\uFEFF/, "");
  const inner = parseJsonTree({ text: json, bytes: false, reader: null });
  if (inner === null) {
    if (unwrap(root) !== null) return { ok: true, encoding: "field-json", root };
    return { ok: false, reason: "the field notification is not valid JSON" };
  }
  // Some senders encode the whole array, others only what is under `notification`.
  const whole = inner.has("notification") ? inner : new Map([["notification", inner]]);
  return { ok: true, encoding: "field-json", root: whole };
}
