import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEvent } from "@/lib/anytime/events";
import { digestData } from "@/lib/anytime/hash/digest";
import { readEnvelope } from "./envelope";
import { parseBody } from "./parse-body";

const vectors = JSON.parse(readFileSync("tests/vectors/charsets.json", "utf8")) as {
  rows: {
    name: string;
    content_type: string;
    body_base64: string;
    description: string;
    note: string | null;
  }[];
};

function readBody(body: Buffer, contentType: string) {
  const parsed = parseBody(body, contentType);
  if (!parsed.ok) throw new Error(parsed.reason);
  const read = readEnvelope(parsed.root, parsed.digested);
  if (!read.ok) throw new Error(read.reason);
  return { notes: parsed.notes, envelope: read.envelope, event: parseEvent(read.envelope) };
}

describe("bodies that a real PHP made in other character sets", () => {
  it.each(vectors.rows)("$name", ({ content_type, body_base64, description, note }) => {
    const { notes, event } = readBody(Buffer.from(body_base64, "base64"), content_type);
    expect(event.ok && "transaction" in event.event && event.event.transaction.description).toBe(description);
    expect(notes.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual(note === null ? [] : [note]);
  });
});

it("reads every byte of windows-1252 as the standard has it", () => {
  const bytes = Array.from({ length: 128 }, (_, index) => `%${(index + 128).toString(16)}`).join("");
  const parsed = parseBody(Buffer.from(`a=${bytes}`), "application/x-www-form-urlencoded; charset=latin1");
  const text = parsed.ok ? parsed.root.get("a") : null;
  const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
  const rest = Array.from({ length: 96 }, (_, index) => String.fromCharCode(index + 160)).join("");
  expect(text).toEqual({ kind: "string", text: high + rest });
});

it("keeps the digest that a stored delivery has whose text was not UTF-8", () => {
  const hash = "a".repeat(64);
  const body = (name: string) =>
    Buffer.from(
      `notification[data][hash]=${hash}&notification[data][timestamp]=1.5&notification[data][event_name]=x&notification[data][name]=${name}`,
    );
  const digests = ["caf%E9", "caf%EF%BF%BD"].map((name) =>
    digestData(readBody(body(name), "application/x-www-form-urlencoded").envelope.digested),
  );
  // Unreadable bytes were stored as U+FFFD, and a later try of the same delivery must still be recognised.
  expect(digests[0]).toBe(digests[1]);
});
