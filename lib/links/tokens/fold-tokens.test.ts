import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldTokens } from "./fold-tokens";
import { compareEvents } from "./token-grants";
import type { AttemptFacts, TokenHistoryEvent } from "./token-history";

const T0 = new Date("2026-11-20T10:00:00Z");
const facts = (linkedUserId: string, goodUntil = new Date("2026-11-30T00:00:00Z")): AttemptFacts => ({
  sessionId: `session of ${linkedUserId}`,
  linkedUserId,
  goodUntil,
  waits: false,
});
const attempts = new Map([
  ["a1", facts("u1")],
  ["a2", facts("u2")],
  ["late", facts("u3", new Date("2026-11-01T00:00:00Z"))],
]);

function event(part: Partial<TokenHistoryEvent> & { at?: string; digest?: number }): TokenHistoryEvent {
  const { at = "100", digest = 1, ...rest } = part;
  return {
    tokenId: "t1",
    name: "token_created",
    attemptId: "a1",
    orphanReason: null,
    receivedAt: T0,
    fold: { timestamp: at, createdAt: T0, digest: new Uint8Array([digest]) },
    ...rest,
  };
}

describe("a token", () => {
  it.each([
    ["created", [event({})], "active"],
    ["created, then revoked", [event({}), event({ name: "token_revoked", at: "101" })], "revoked"],
    [
      "revoked before its creation arrived",
      [event({ name: "token_revoked", at: "101" }), event({})],
      "revoked",
    ],
    ["revoked in the same moment", [event({ name: "token_revoked" }), event({ digest: 9 })], "revoked"],
    ["granted again later", [event({ name: "token_revoked" }), event({ at: "100.0001" })], "active"],
    [
      "more digits than a double has",
      [event({ name: "token_revoked", at: "100.00000000000000000001" }), event({})],
      "revoked",
    ],
  ] as const)("that was %s is right", (_what, events, state) => {
    expect(foldTokens(events, attempts)[0]?.state).toBe(state);
  });

  it("belongs to whom its reference was made for", () => {
    expect(foldTokens([event({})], attempts)[0]).toMatchObject({
      linkedUserId: "u1",
      attemptId: "a1",
      orphanReason: null,
    });
  });

  it.each([
    ["without a reference", event({ attemptId: null, orphanReason: "absent" }), "absent"],
    ["with a reference out of time", event({ attemptId: "late" }), "reference_expired"],
    ["with an attempt that is gone", event({ attemptId: "gone" }), "reference_expired"],
  ])("%s is nobody's", (_what, only, orphanReason) => {
    expect(foldTokens([only], attempts)[0]).toMatchObject({
      linkedUserId: null,
      attemptId: null,
      orphanReason,
    });
  });

  it("is not taken away by one from the future, nor by the revocation of another", () => {
    const usurper = event({ tokenId: "t2", at: "-1" });
    const revocation = event({ tokenId: "t3", at: "1", name: "token_revoked" });
    const folded = foldTokens([usurper, revocation, event({})], attempts);
    expect(folded.map(({ tokenId, linkedUserId }) => [tokenId, linkedUserId])).toEqual([
      ["t2", null],
      ["t3", null],
      ["t1", "u1"],
    ]);
  });

  it("comes first: a second one with the same reference is nobody's", () => {
    const folded = foldTokens([event({ tokenId: "t2", at: "101" }), event({})], attempts);
    expect(folded.find(({ tokenId }) => tokenId === "t1")?.linkedUserId).toBe("u1");
    expect(folded.find(({ tokenId }) => tokenId === "t2")).toMatchObject({
      linkedUserId: null,
      orphanReason: "reference_spent",
    });
  });
});

describe("folding", () => {
  const anyEvent = fc
    .record({
      tokenId: fc.constantFrom("t1", "t2", "t3"),
      name: fc.constantFrom("token_created", "token_revoked"),
      attemptId: fc.constantFrom("a1", "a2", "late", null),
      at: fc.constantFrom("99", "100", "100.5", "101"),
      digest: fc.integer({ min: 0, max: 255 }),
      hours: fc.integer({ min: 0, max: 400 }),
    })
    .map(({ hours, ...part }) =>
      event({
        ...part,
        orphanReason: part.attemptId === null ? "absent" : null,
        receivedAt: new Date(T0.getTime() + hours * 3_600_000),
      }),
    );
  const histories = fc.uniqueArray(anyEvent, {
    minLength: 1,
    maxLength: 12,
    // Two deliveries never have the same digest: it is their identity.
    selector: ({ fold }) => fold.digest[0],
  });

  it("gives the same whatever order and however often deliveries come", () => {
    fc.assert(
      fc.property(
        histories,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (events, dice) => {
          const byToken = (list: readonly TokenHistoryEvent[]) =>
            foldTokens(list, attempts).toSorted((left, right) => (left.tokenId < right.tokenId ? -1 : 1));
          const shuffled = events
            .map((each) => ({ each, key: dice.next().value }))
            .toSorted((left, right) => left.key - right.key)
            .map(({ each }) => each);
          expect(byToken(shuffled)).toEqual(byToken(events));
          expect(byToken([...shuffled, ...events])).toEqual(byToken(events));
        },
      ),
    );
  });

  it("never gives one attempt to two tokens", () => {
    fc.assert(
      fc.property(histories, (events) => {
        const owned = foldTokens(events, attempts).flatMap(({ attemptId }) => attemptId ?? []);
        expect(new Set(owned).size).toBe(owned.length);
      }),
    );
  });

  it("orders deliveries totally", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (left, right) => {
        expect(Math.sign(compareEvents(left, right)) + Math.sign(compareEvents(right, left))).toBe(0);
      }),
    );
  });
});
