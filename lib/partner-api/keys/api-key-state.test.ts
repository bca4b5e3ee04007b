import { describe, expect, it } from "vitest";
import { mayBeUsedFrom, stateOfKey } from "./api-key-state";

const NOW = new Date("2026-11-26T12:00:00Z");

describe("an API key", () => {
  it.each([
    ["active", { revokedAt: null, expiresAt: null }],
    ["active", { revokedAt: null, expiresAt: new Date(NOW.getTime() + 1) }],
    ["expired", { revokedAt: null, expiresAt: NOW }],
    ["revoked", { revokedAt: NOW, expiresAt: NOW }],
  ] as const)("is %s", (state, key) => {
    expect(stateOfKey(key, NOW)).toBe(state);
  });

  it.each([
    [[], null, true],
    [["203.0.113.7"], "203.0.113.7", true],
    [["203.0.113.7"], "::ffff:203.0.113.7", true],
    [["203.0.113.7"], "203.0.113.8", false],
    [["203.0.113.7"], null, false],
    [["10.0.0.0/8"], "10.1.2.3", true],
    [["10.0.0.0/8"], "11.1.2.3", false],
    [["2001:db8::/32"], "2001:db8:1::1", true],
    [["2001:db8::/32"], "2001:db9::1", false],
    [["203.0.113.7", "2001:db8::1"], "2001:0db8:0::1", true],
  ])("bound to %j may be used from %s: %s", (allowedIps, address, may) => {
    expect(mayBeUsedFrom({ allowedIps }, address)).toBe(may);
  });
});
