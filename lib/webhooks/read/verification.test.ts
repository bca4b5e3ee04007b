import { expect, it } from "vitest";
import { readEnvelope } from "@/lib/anytime/body/envelope";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { makeProxyList } from "@/lib/sites/addresses/address";
import { type JudgedDelivery, listSteps, type VerificationContext } from "./verification";

const AT = new Date("2026-11-20T10:00:00Z");
const TIMESTAMP = String(AT.getTime() / 1000);
const DELIVERY: JudgedDelivery = {
  receivedAt: AT,
  addressLeg: "match",
  sourceAddress: "185.8.76.132",
  peerAddress: "185.8.76.132",
  forwardedFor: null,
  hashLeg: "match",
  hashRendering: "as_sent",
  pairLeg: "fresh",
  ageSeconds: 0,
  encoding: "json",
  verdictReason: null,
  error: null,
};

function envelopeOf(hash: string, timestamp = TIMESTAMP) {
  const body = JSON.stringify({ notification: { data: { hash, timestamp, event_name: "token_created" } } });
  const parsed = parseBody(Buffer.from(body), undefined);
  const read = parsed.ok ? readEnvelope(parsed.root) : null;
  if (read?.ok !== true) throw new Error("no envelope");
  return read.envelope;
}
const context = (changes: Partial<VerificationContext> = {}): VerificationContext => ({
  envelope: envelopeOf(hashTimestamp(TIMESTAMP, "current-ref")),
  site: {
    id: "site",
    partnerRefs: [
      { credentialId: "1", slot: "current", ref: "current-ref", isPublic: false },
      { credentialId: "2", slot: "previous", ref: "previous-ref", isPublic: false },
    ],
    lacksKey: false,
    allowedIps: ["185.8.76.132"],
    staleness: { refuse: false, seconds: 300 },
  },
  spentBy: null,
  proxies: { hops: 0, isProxy: makeProxyList(undefined) },
  development: false,
  ...changes,
});
const step = (leg: string, delivery: Partial<JudgedDelivery>, changes?: Partial<VerificationContext>) =>
  listSteps({ ...DELIVERY, ...delivery }, context(changes)).find((found) => found.leg === leg);

it("says which of the references a hash was made with", () => {
  expect(step("hash", {})).toMatchObject({ reference: "current", expected: [] });
  const previous = envelopeOf(hashTimestamp(TIMESTAMP, "previous-ref"));
  expect(step("hash", {}, { envelope: previous })).toMatchObject({ reference: "previous", expected: [] });
  const gone = envelopeOf(hashTimestamp(TIMESTAMP, "an older one"));
  expect(step("hash", {}, { envelope: gone })).toMatchObject({ reference: "gone" });
});

it("gives eight digits of a hash that was expected, and no more", () => {
  const wrong = hashTimestamp(TIMESTAMP, "of somebody else");
  const found = step("hash", { hashLeg: "mismatch" }, { envelope: envelopeOf(wrong.toUpperCase()) });
  expect(found).toMatchObject({
    received: wrong.slice(0, 8),
    reference: null,
    expected: [
      { reference: "current", start: hashTimestamp(TIMESTAMP, "current-ref").slice(0, 8) },
      { reference: "previous", start: hashTimestamp(TIMESTAMP, "previous-ref").slice(0, 8) },
    ],
  });
  expect(JSON.stringify(found)).not.toMatch(/[0-9a-f]{9}/);
});

it("tells those who may not decide nothing of the references", () => {
  const found = step("hash", { hashLeg: "mismatch" }, { site: null });
  expect(found).toMatchObject({ reference: null, expected: [] });
});

it("says where the settings of now would judge an address differently", () => {
  const before = { addressLeg: "mismatch", sourceAddress: "203.0.113.1", peerAddress: "203.0.113.1" };
  expect(step("address", before)).toMatchObject({ outcome: "mismatch", now: null });
  const proxied = { ...before, forwardedFor: "185.8.76.132" };
  expect(
    step("address", proxied, { proxies: { hops: 1, isProxy: makeProxyList(["203.0.113.1"]) } }),
  ).toMatchObject({ outcome: "mismatch", now: "match" });
});

it("tells a timestamp of long ago from one that lies ahead", () => {
  expect(step("age", { ageSeconds: 299 })).toMatchObject({ outcome: "near" });
  expect(step("age", { ageSeconds: 900, receivedAt: new Date(AT.getTime() + 900_000) })).toMatchObject({
    outcome: "past",
  });
  expect(step("age", { ageSeconds: 900, receivedAt: new Date(AT.getTime() - 900_000) })).toMatchObject({
    outcome: "future",
  });
  expect(step("age", { ageSeconds: null })).toBeUndefined();
});
