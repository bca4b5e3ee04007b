import { expect, it } from "vitest";
import { EVERY_SITE, includesSites, suitsRole } from "./member-sites";

const of = (...siteIds: string[]) => ({ everySite: false, siteIds });

it.each([
  [EVERY_SITE, EVERY_SITE, true],
  [EVERY_SITE, of("a"), true],
  [of("a", "b"), of("a"), true],
  [of("a"), of("a", "b"), false],
  [of("a"), of("b"), false],
  // All that there are today are not all that there will be.
  [of("a", "b"), EVERY_SITE, false],
])("somebody with %j includes one with %j: %s", (holder, other, expected) => {
  expect(includesSites(holder, other)).toBe(expected);
});

it("lets every role but the owner's be limited, and to at least one site", () => {
  expect([suitsRole(of("a"), "admin"), suitsRole(of(), "admin")]).toEqual([true, false]);
  expect([suitsRole(of("a"), "owner"), suitsRole(EVERY_SITE, "owner")]).toEqual([false, true]);
});
