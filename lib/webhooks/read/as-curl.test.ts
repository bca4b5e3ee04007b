import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { asCurl, encodeAgain } from "./as-curl";
import { listMasked, maskTree } from "./masked-body";

interface Vectors {
  rows: { event: string; encoding: string; content_type: string; body_base64: string }[];
}
const { rows } = JSON.parse(readFileSync("tests/vectors/notifications.json", "utf8")) as Vectors;

function read(body: Buffer, contentType?: string) {
  const parsed = parseBody(body, contentType);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed;
}

it.each(rows)("writes $event as $encoding again: all but the secrets", (row) => {
  const sent = read(Buffer.from(row.body_base64, "base64"), row.content_type);
  const again = encodeAgain(maskTree(sent.root, false), sent.encoding);
  const found = read(again.body, again.contentType);
  expect(found.encoding).toBe(sent.encoding);
  const open = (root: typeof sent.root) =>
    listMasked(root, { readable: true }).filter((line) => !line.masked && line.text !== "null");
  expect(open(found.root)).toEqual(open(sent.root));
});

it("keeps lists, digits and kinds in JSON", () => {
  const text =
    '{"notification":{"list":[1.50,"2",true,null],"odd":{"1":9007199254740993},"text":"a\\/\\u00e9"}}';
  expect(encodeAgain(read(Buffer.from(text)).root, "json").body.toString()).toBe(text);
});

it("gives a shell nothing to act on", () => {
  const nasty = JSON.stringify({ notification: { note: "'; touch /tmp/x; $(id) `id` \"" } });
  const { root } = read(Buffer.from(nasty));
  const command = asCurl(encodeAgain(root, "json"));
  expect(command).toContain('"$ANYTIME_CALLBACK_URL"');
  const decoded = execFileSync("sh", ["-c", command.split(" \\\n  | curl")[0] ?? ""]).toString();
  expect(read(Buffer.from(decoded)).root).toEqual(root);
});
