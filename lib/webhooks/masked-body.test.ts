import { expect, it } from "vitest";
import { readMaskedBody } from "./masked-body";

const body = (data: Record<string, unknown>) =>
  Buffer.from(
    JSON.stringify({ notification: { reference: "r", data: { event_name: "token_created", ...data } } }),
  );

it("never shows a hash, a token, a reference or the callback's key", () => {
  const secrets = {
    hash: "a".repeat(64),
    token: "SECRET-T",
    custom_reference: "SECRET-R",
    webhook: "https://x.test/api/KEY",
  };
  const shown = JSON.stringify(
    readMaskedBody(body({ ...secrets, body: { access_token: "SECRET-N" } }), null),
  );
  for (const secret of ["a".repeat(64), "SECRET-T", "SECRET-R", "KEY", "SECRET-N"])
    expect(shown).not.toContain(secret);
  expect(shown).toContain("https://x.test/");
});

it("hides whatever stands under the name of a secret", () => {
  const shown = JSON.stringify(
    readMaskedBody(body({ token: ["SECRET"], hash: { a: { b: "SECRET" } }, webhook: ["SECRET"] }), null),
  );
  expect(shown).not.toContain("SECRET");
});

it("writes characters that would mislead a reader as escapes", () => {
  const lines = readMaskedBody(body({ note: "pay\u202Edlrow\u0007" }), null);
  expect(lines?.find((line) => line.path === "notification.data.note")?.text).toBe("pay\\u202edlrow\\u0007");
});

it("shows nothing of what is not a notification's encoding", () => {
  expect(readMaskedBody(Buffer.from('{"half":'), null)).toBeNull();
});
