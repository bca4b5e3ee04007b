import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnvelope } from "./body/envelope";
import { parseBody } from "./body/parse-body";
import { parseEvent } from "./events";
import { digestData } from "./hash/digest";
import { meantDecimal, renderPhp14, renderShortest } from "./hash/php-float";
import { hashTimestamp } from "./hash/sign";
import { verifyHash } from "./hash/verify-hash";

const read = (name: string) => JSON.parse(readFileSync(`tests/vectors/${name}.json`, "utf8"));
const notifications = read("notifications") as {
  partner_ref: string;
  rows: { event: string; encoding: string; valid: boolean; content_type: string; body_base64: string }[];
};
const floats = read("php-floats") as {
  partner_ref: string;
  rows: { json_shortest: string; json_17: string; json_14: string; string_cast: string; sha256: string }[];
};

function envelopeOf(body: Buffer | string, contentType?: string) {
  const parsed = parseBody(Buffer.from(body), contentType);
  if (!parsed.ok) throw new Error(parsed.reason);
  const read = readEnvelope(parsed.root);
  if (!read.ok) throw new Error(read.reason);
  return read.envelope;
}

describe("notifications made by PHP", () => {
  it.each(notifications.rows.map((row, index) => ({ ...row, index })))(
    "$index $event as $encoding",
    ({ event, valid, content_type, body_base64 }) => {
      const envelope = envelopeOf(Buffer.from(body_base64, "base64"), content_type);
      const verdict = verifyHash({ ...envelope, partnerRef: notifications.partner_ref });
      expect(verdict.match).toBe(valid);
      expect(envelope.eventName).toBe(event);
      const parsed = parseEvent(envelope);
      expect(parsed.ok && parsed.event.name).toBe(event);
      if (parsed.ok && parsed.event.name === "card_transaction_received") {
        const { transaction } = parsed.event;
        expect([transaction.amount, transaction.fx, transaction.fx_fee, transaction.balance_after]).toEqual([
          "98.32",
          "1.000000",
          "0",
          "0.00",
        ]);
      }
    },
  );

  it("are the same whatever Content-Type claims", () => {
    for (const row of notifications.rows) {
      const body = Buffer.from(row.body_base64, "base64");
      const digest = digestData(envelopeOf(body, row.content_type).data);
      for (const lie of [undefined, "text/plain", "application/json", "application/x-www-form-urlencoded"]) {
        expect(digestData(envelopeOf(body, lie).data)).toEqual(digest);
      }
    }
  });
});

describe("floats as PHP prints them", () => {
  it.each(floats.rows)("$json_17", (row) => {
    for (const text of [row.json_shortest, row.json_17]) {
      expect(renderPhp14(Number(text))).toBe(row.string_cast);
      expect(renderShortest(Number(text))).toBe(row.json_shortest.replace("e", "E"));
    }
    for (const text of [row.json_shortest, row.json_17, row.json_14]) {
      const timestamp = { kind: "number", text } as const;
      const verdict = verifyHash({
        hash: row.sha256.toUpperCase(),
        timestamp,
        partnerRef: floats.partner_ref,
      });
      // json_encode with 14 digits of a tie may have lost what the cast saw, never the other way round.
      expect(verdict.match).toBe(true);
    }
  });

  it("accepts both roundings of an exact tie", () => {
    expect(renderPhp14(1486118847.03125)).toBe("1486118847.0312");
    expect(renderPhp14(1486118847.03125, "half_up")).toBe("1486118847.0313");
  });

  it("reads back as a double close to what it came from", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(renderShortest(value))).toBe(value);
        expect(Number(renderPhp14(value))).toBe(Number(value.toPrecision(14)) || Number(renderPhp14(value)));
      }),
    );
  });
});

describe("meantDecimal", () => {
  it.each([
    ["98.319999999999993", "98.32"],
    ["98.32", "98.32"],
    ["1.000000", "1.000000"],
    ["12345678901234567.89", "1.2345678901235E+16"],
    ["90071992547409.93", "90071992547410"],
    ["27964.000000000004", "27964"],
    ["0.30000000000000004", "0.3"],
    ["-0.30000000000000004", "-0.3"],
    ["98.31999999999999", "98.32"],
    ["3.3000000000000003", "3.3"],
    ["1.2345678901234567e+25", "1.2345678901235E+25"],
    ["1.0e+25", "1.0e+25"],
    ["-0.123456789012345", "-0.123456789012345"],
    ["0.00012345678901234", "0.00012345678901234"],
    ["12345678901234567890", "12345678901234567890"],
    ["0.10000000000000001", "0.1"],
    ["-98.319999999999993", "-98.32"],
  ])("%s means %s", (text, meant) => {
    expect(meantDecimal({ kind: "number", text })).toBe(meant);
    expect(meantDecimal({ kind: "string", text })).toBe(text);
  });
});

describe("the signer", () => {
  it("agrees with the bank's SDK", () => {
    expect(hashTimestamp("1234", "some-username")).toBe(
      "2a48975b97eb24a16550e1412210b9a221c6f453a24ae52b3e8fcca59c5b4803",
    );
  });
});

describe("parseBody", () => {
  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string()), (bytes, type) => {
        const parsed = parseBody(Buffer.from(bytes), type ?? undefined);
        if (parsed.ok) readEnvelope(parsed.root);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        parseBody(Buffer.from(text), "application/json");
      }),
    );
  });

  it("passes over what stands before the first part of a multipart body", () => {
    const part = '--b1\r\nContent-Disposition: form-data; name="a[b]"\r\n\r\n1\r\n--b1--\r\n';
    for (const preamble of ["", "\r\n", "a preamble\r\n"]) {
      const parsed = parseBody(Buffer.from(preamble + part), "multipart/form-data; boundary=b1");
      expect(parsed.ok && parsed.root.get("a")).toEqual(new Map([["b", { kind: "string", text: "1" }]]));
    }
  });

  it("keeps digits that a double would lose", () => {
    const parsed = parseBody(Buffer.from('{"a":12345678901234567890.123456789}'), undefined);
    expect(parsed.ok && parsed.root.get("a")).toEqual({
      kind: "number",
      text: "12345678901234567890.123456789",
    });
  });

  it.each([
    ["too deep", `${'{"a":'.repeat(9)}1${"}".repeat(9)}`],
    [
      "too many keys",
      JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`k${i}`, 1]))),
    ],
    ["too many fields", Array.from({ length: 201 }, (_, i) => `k${i}=1`).join("&")],
    ["too deep a form", `a${"[b]".repeat(9)}=1`],
    ["cut short", '{"notification":{"data"'],
    ["empty", ""],
    ["multipart cut short", '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  ])("refuses a body that is %s", (_what, body) => {
    expect(parseBody(Buffer.from(body), undefined).ok).toBe(false);
  });

  it("never lets a key reach JavaScript's own objects", () => {
    for (const body of ['{"__proto__":{"a":1},"b":1}', "__proto__[a]=1&constructor[prototype][a]=1&b=1"]) {
      const parsed = parseBody(Buffer.from(body), undefined);
      expect(parsed.ok && [...parsed.root.keys()]).toEqual(["b"]);
    }
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  it("replaces what Postgres cannot hold", () => {
    const parsed = parseBody(Buffer.from('{"a":"x\\u0000y\\ud800z"}'), undefined);
    expect(parsed.ok && parsed.root.get("a")).toEqual({ kind: "string", text: "x\uFFFDy\uFFFDz" });
  });
});
