import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { hrefOfTarget } from "./target-href";

const named = { name: "A name", userId: null };

it.each([
  "transaction",
  "card",
  "merchant",
  "api_key",
  "staff",
  "staff_invitation",
  "site",
  "delivery",
  "job",
])("leads from a %s to a page that there is", (type) => {
  const path = hrefOfTarget(type, "an-id", named)?.split("?")[0] ?? "";
  expect(path).not.toBe("");
  const folders = [path, path.replace("an-id", "[id]")].map((each) => `app/(staff)${each}/page.tsx`);
  expect(folders.some(existsSync)).toBe(true);
});

it("leads to the person where it is about one, and nowhere where it is gone", () => {
  expect(hrefOfTarget("connect_session", "x", { name: "Camille", userId: "u" })).toBe("/users/u");
  expect(hrefOfTarget("merchant", "x", null)).toBeNull();
});
