import { expect, it } from "vitest";
import { safePath } from "./safe-path";

it.each([
  ["/transactions?status=declined", "/transactions?status=declined"],
  ["/", "/"],
  [null, "/"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\\\evil.example", "/"],
  ["/\\evil.example/x", "/"],
  ["/sign-in?next=/users", "/"],
  ["javascript:alert(1)", "/"],
  ["/..//evil.example", "/"],
])("goes from %s on to %s", (path, expected) => {
  expect(safePath(path)).toBe(expected);
});
