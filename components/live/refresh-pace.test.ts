import { describe, expect, it } from "vitest";
import { NEVER, restOf } from "./refresh-pace";

describe("restOf", () => {
  it("lets the first refresh begin at once", () => {
    expect(restOf(NEVER, Date.now())).toBe(0);
  });
  it("keeps quick refreshes a second apart", () => {
    expect(restOf({ began: 10_000, ended: 10_050 }, 10_100)).toBe(900);
    expect(restOf({ began: 10_000, ended: 10_050 }, 11_000)).toBe(0);
  });
  it("keeps slow refreshes twice their duration apart", () => {
    expect(restOf({ began: 10_000, ended: 13_000 }, 13_000)).toBe(3_000);
    expect(restOf({ began: 10_000, ended: 13_000 }, 16_000)).toBe(0);
  });
  it("never begins one while another is on its way, unless its answer is lost", () => {
    expect(restOf({ began: 10_000, ended: null }, 19_000)).toBeGreaterThan(0);
    expect(restOf({ began: 10_000, ended: null }, 41_000)).toBe(0);
  });
});
