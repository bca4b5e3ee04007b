import { expect, it } from "vitest";
import { webhookKeyOf } from "./doors";

it.each([
  ["/api/webhooks/anytime/KEY", "KEY"],
  ["/api/webhooks/anytime/KEY?x=1", "KEY"],
  ["/api/webhooks/anytime/KEY/", "KEY"],
  ["//api/webhooks//anytime/KEY//", "KEY"],
  ["http://127.0.0.1:3000/api/webhooks/anytime/KEY", "KEY"],
  ["/api/%77ebhooks/anytime/KEY", "KEY"],
  ["/api/webhooks/anytime/KEY/more", ""],
  ["/api/webhooks/anytime", ""],
  ["/api/webhooks/other/KEY", ""],
  ["/api/webhooks/%/KEY", ""],
  ["/api/health", null],
  ["/", null],
  [undefined, null],
])("%s asks for %j", (url, key) => {
  expect(webhookKeyOf(url)).toBe(key);
});
