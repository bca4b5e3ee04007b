import { describe, expect, it } from "vitest";
import { readEnvelope } from "@/lib/anytime/body/envelope";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { mapAt, textAt } from "@/lib/anytime/body/tree";
import { verifyHash } from "@/lib/anytime/hash/verify-hash";
import { CHARSETS, ENCODINGS, type Fault } from "./faults";
import { writeTry } from "./wire";

const PARTNER_REF = "some-username";
const TEXT = "Délices d'été, Orléans";
const base = {
  event: "card_transaction_received",
  data: { body: { transaction: { description: TEXT } } },
  reference: "r".repeat(40),
  timestamp: "1486118847.1801",
  fault: undefined as Fault | undefined,
  encoding: "form" as const,
  charset: "utf-8" as const,
};
const to = { url: "http://127.0.0.1/hook/key", partnerRef: PARTNER_REF, currentTry: 1, now: 0 };

function read(message: typeof base) {
  const { contentType, body } = writeTry(message, to);
  const parsed = parseBody(body, contentType);
  if (!parsed.ok) throw new Error(parsed.reason);
  const envelope = readEnvelope(parsed.root);
  if (!envelope.ok) throw new Error(envelope.reason);
  return envelope.envelope;
}

describe.each(ENCODINGS)("%s", (encoding) => {
  it.each(CHARSETS)("in %s says what was meant", (charset) => {
    const envelope = read({ ...base, encoding, charset } as typeof base);
    const transaction = mapAt(mapAt(envelope.data, "body") ?? new Map(), "transaction") ?? new Map();
    expect(textAt(transaction, "description")).toBe(TEXT);
    const verdict = verifyHash({ ...envelope, partnerRef: PARTNER_REF });
    expect(verdict).toEqual({ match: true, rendering: "as_sent" });
  });

  it("has more digits on the wire than in the hash, by choice", () => {
    const envelope = read({ ...base, encoding, fault: "wrong-digits" } as typeof base);
    expect(envelope.timestamp.text).not.toBe(base.timestamp);
    expect(verifyHash({ ...envelope, partnerRef: PARTNER_REF })).toEqual({ match: true, rendering: "php14" });
  });
});
