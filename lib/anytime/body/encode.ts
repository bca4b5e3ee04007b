import { randomBytes } from "node:crypto";

/** A PHP array as one would write it. Numbers are floats or integers as PHP would print them. */
export interface NotificationTree {
  readonly [key: string]: string | number | boolean | null | NotificationTree;
}

export type WireEncoding = "form" | "json" | "multipart";

/** A body ready to send. */
export interface EncodedBody {
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Encodes a notification as a PHP sender would: `http_build_query`, `json_encode`, or a multipart form with
 * bracketed names. Nulls and empty arrays vanish from forms; JSON escapes slashes and everything beyond ASCII.
 */
export function encodeNotification(tree: NotificationTree, encoding: WireEncoding): EncodedBody {
  switch (encoding) {
    case "form": {
      const pairs = flatten(tree).map(([name, value]) => `${urlEncode(name)}=${urlEncode(value)}`);
      return { contentType: "application/x-www-form-urlencoded", body: Buffer.from(pairs.join("&")) };
    }
    case "json":
      return { contentType: "application/json", body: Buffer.from(phpJson(tree)) };
    case "multipart":
      return multipart(flatten(tree));
  }
}

function flatten(tree: NotificationTree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const name = prefix === "" ? key : `${prefix}[${key}]`;
    if (value === null) return [];
    if (typeof value === "object") return flatten(value, name);
    if (typeof value === "boolean") return [[name, value ? "1" : "0"]];
    return [[name, String(value)]];
  });
}

/** PHP's urlencode: spaces become plus signs, and more is escaped than by encodeURIComponent. */
function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replaceAll(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function phpJson(tree: NotificationTree): string {
  return JSON.stringify(tree)
    .replaceAll("/", "\\/")
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function multipart(fields: readonly [string, string][]): EncodedBody {
  const boundary = `------------------------${randomBytes(8).toString("hex")}`;
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.from(`${parts.join("")}--${boundary}--\r\n`),
  };
}
