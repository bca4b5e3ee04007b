import { readFileSync } from "node:fs";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readEnvelope } from "./body/envelope";
import { MAX_BODY_BYTES, parseBody } from "./body/parse-body";
import { digestData } from "./hash/digest";

const { rows } = JSON.parse(readFileSync("tests/vectors/notifications.json", "utf8")) as {
  rows: { encoding: string; content_type: string; body_base64: string }[];
};

function bodyOf(encoding: string) {
  const row = rows.find((each) => each.encoding === encoding);
  if (row === undefined) throw new Error(`no vector is in ${encoding}`);
  return { body: Buffer.from(row.body_base64, "base64"), type: row.content_type };
}

function identify(body: Buffer | string, type?: string) {
  const parsed = parseBody(Buffer.from(body), type);
  const read = parsed.ok ? readEnvelope(parsed.root, parsed.digested) : parsed;
  if (!read.ok) return read.reason;
  return {
    digest: digestData(read.envelope.digested),
    notes: parsed.ok ? parsed.notes.map(({ kind }) => kind) : [],
  };
}

it.each(["form", "json-short", "multipart", "field-json"])(
  "unpacks a compressed %s body, whatever headers say",
  (encoding) => {
    const { body, type } = bodyOf(encoding);
    const plain = identify(body, type);
    expect(plain).toMatchObject({ notes: [] });
    for (const pack of [gzipSync, deflateSync, deflateRawSync, brotliCompressSync])
      expect(identify(pack(body), type)).toEqual({ ...(plain as object), notes: ["compressed"] });
  },
);

it("unpacks no more than a body may have", () => {
  for (const pack of [gzipSync, deflateSync, brotliCompressSync]) {
    expect(identify(pack(Buffer.alloc(5_000_000, "a")))).toEqual(expect.any(String));
    expect(identify(pack(Buffer.alloc(MAX_BODY_BYTES + 1, " ")))).toEqual(expect.any(String));
  }
});

const json = bodyOf("json-short").body.toString("utf8");
const form = bodyOf("form").body.toString("utf8");
const inner = JSON.stringify(JSON.parse(json).notification);

it.each([
  ["another envelope", `{"id":7,"payload":{"items":[${json}]}}`],
  ["a list", `[${json}]`],
  ["JSON in a string", JSON.stringify(json)],
  ["JSON in a string in a string", JSON.stringify(JSON.stringify(json))],
  ["JSON in a field of JSON", JSON.stringify({ body: json })],
  ["no name around it", inner],
  ["a field of another name", `payload=${encodeURIComponent(json)}&source=bank`],
  ["a field with a byte order mark", `notification=%EF%BB%BF${encodeURIComponent(json)}`],
  ["a field of JSON in a string", `notification=${encodeURIComponent(JSON.stringify(inner))}`],
  ["a byte order mark before it", `\uFEFF${json}`],
])("finds the notification in %s", (_what, body) => {
  const found = identify(body);
  expect(found).toMatchObject({ digest: (identify(json) as { digest: string }).digest });
});

it.each([
  ["as a whole", encodeURIComponent(form)],
  ["name by name", form.replaceAll("%", "%25")],
  ["within a field", `data=${encodeURIComponent(form)}`],
])("reads a form that was encoded twice, %s", (_what, body) => {
  expect(identify(body)).toEqual({ ...(identify(form) as object), notes: ["wrapped"] });
});

it("takes none where there are two: the other would be lost", () => {
  expect(identify(`[${json},${json}]`)).toBe("notification is missing");
});
