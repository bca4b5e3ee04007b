import { expect, it } from "vitest";
import { safeReturnUrl } from "./return-url";

const SITE = "https://shop.example";

it.each([
  ["https://shop.example/thanks?order=1", "https://shop.example/thanks?order=1"],
  ["https://shop.example:443/x", "https://shop.example/x"],
  ["https://evil.example/", null],
  ["https://shop.example.evil.example/", null],
  ["https://shop.example@evil.example/", null],
  ["https://user:pass@shop.example/", null],
  ["http://shop.example/", null],
  ["https://shop.example:8443/", null],
  ["//evil.example/", null],
  ["/thanks", null],
  ["\\\\evil.example", null],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["blob:https://shop.example/x", null],
  ["", null],
])("%s → %s", (returnUrl, led) => {
  expect(safeReturnUrl(returnUrl, SITE)).toBe(led);
});

it("leads nowhere where the site names no origin, or no address was given", () => {
  expect(safeReturnUrl("https://shop.example/", null)).toBeNull();
  expect(safeReturnUrl(null, SITE)).toBeNull();
});
