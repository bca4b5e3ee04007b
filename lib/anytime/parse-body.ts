import { buildTree, type FormField, readUrlEncoded } from "./parse-form";
import { parseJsonTree } from "./parse-json";
import { readMultipart } from "./parse-multipart";
import { type PhpMap, scalarAt } from "./tree";

/** Longest body that is read, in bytes. */
export const MAX_BODY_BYTES = 65_536;

/** How the notification was written. `field-json` is one form field that holds JSON. */
export type BodyEncoding = "form" | "json" | "multipart" | "field-json";

export type ParsedBody = { ok: true; encoding: BodyEncoding; root: PhpMap } | { ok: false; reason: string };

/**
 * Reads a notification in any encoding that PHP senders use. The docs show an array and not how it is
 * encoded, so the bytes decide where they and Content-Type disagree. Never throws.
 *
 * @param body raw bytes, at most MAX_BODY_BYTES
 * @param contentType the header as sent
 * @returns the tree, or a reason that quotes nothing of the body
 */
export function parseBody(body: Buffer, contentType: string | undefined): ParsedBody {
  if (body.length > MAX_BODY_BYTES) return { ok: false, reason: "the body is too large" };
  const whole = body.toString("utf8");
  const text = whole.startsWith("\uFEFF") ? whole.slice(1) : whole;
  const start = text.trimStart();
  if (start === "") return { ok: false, reason: "the body is empty" };
  if (start.startsWith("{") || start.startsWith("[")) {
    const root = parseJsonTree(text);
    return root === null
      ? { ok: false, reason: "the body is not valid JSON" }
      : { ok: true, encoding: "json", root };
  }
  const multipart = start.startsWith("--") || /^\s*multipart\//i.test(contentType ?? "");
  const fields = multipart ? readMultipart(text, contentType) : readUrlEncoded(text.trim());
  if (fields === null)
    return { ok: false, reason: `the body is not a valid ${multipart ? "multipart" : "form"} body` };
  return fromFields(fields, multipart ? "multipart" : "form");
}

function fromFields(fields: readonly FormField[], encoding: "form" | "multipart"): ParsedBody {
  const root = buildTree(fields);
  if (root === null) return { ok: false, reason: "the body is nested too deeply" };
  const single = scalarAt(root, "notification");
  if (single === null) return { ok: true, encoding, root };
  const inner = parseJsonTree(single.text);
  if (inner === null) return { ok: false, reason: "the field notification is not valid JSON" };
  // Some senders encode the whole array, some only what is under `notification`.
  const whole = inner.has("notification") ? inner : new Map([["notification", inner]]);
  return { ok: true, encoding: "field-json", root: whole };
}
