import { type EncodedBody, encodeNotification, type NotificationTree } from "@/lib/anytime/body/encode";
import type { BodyEncoding } from "@/lib/anytime/body/parse-body";
import { isMap, mapAt, type PhpMap, type PhpScalar } from "@/lib/anytime/body/tree";

/**
 * The environment variable with the callback URL for the copied command: the URL contains the key, so it is a
 * secret.
 */
const ADDRESS = "$ANYTIME_CALLBACK_URL";

/** Writes a payload as bytes in its original encoding. Pass it a masked tree. */
export function encodeAgain(root: PhpMap, encoding: BodyEncoding): EncodedBody {
  switch (encoding) {
    case "json":
      return { contentType: "application/json", body: Buffer.from(writeJson(root)) };
    case "form":
    case "multipart":
      return encodeNotification(toTexts(root), encoding);
    case "field-json":
      return encodeNotification({ notification: writeJson(mapAt(root, "notification") ?? root) }, "form");
  }
}

/**
 * A command that sends a body again. The body is base64, so a shell cannot interpret any of it; readers set the
 * address themselves.
 */
export function asCurl({ contentType, body }: EncodedBody): string {
  return [
    `printf %s '${body.toString("base64")}' \\`,
    "  | base64 --decode \\",
    `  | curl --request POST --header 'Content-Type: ${contentType}' --data-binary @- "${ADDRESS}"`,
  ].join("\n");
}

/** JSON as PHP writes it, each number with its original digits. */
function writeJson(map: PhpMap): string {
  const entries = [...map].map(([key, node]): [string, string] => [
    key,
    isMap(node) ? writeJson(node) : writeScalar(node),
  ]);
  // PHP has one kind of array: a list is one whose keys count up from zero.
  if (entries.every(([key], index) => key === String(index)))
    return `[${entries.map(([, text]) => text).join(",")}]`;
  return `{${entries.map(([key, text]) => `${writeText(key)}:${text}`).join(",")}}`;
}

function writeScalar({ kind, text }: PhpScalar): string {
  if (kind === "null") return "null";
  if (kind === "boolean") return text === "1" ? "true" : "false";
  return kind === "number" ? text : writeText(text);
}

function writeText(text: string): string {
  return JSON.stringify(text)
    .replaceAll("/", "\\/")
    .replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function toTexts(map: PhpMap): NotificationTree {
  return Object.fromEntries(
    [...map].map(([key, node]) => [
      key,
      isMap(node) ? toTexts(node) : node.kind === "null" ? null : node.text,
    ]),
  );
}
