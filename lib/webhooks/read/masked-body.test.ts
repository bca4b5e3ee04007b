import { expect, it } from "vitest";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { listMasked, maskTree } from "./masked-body";

const SHAPED = { readable: true };

const SECRETS = {
  hash: "a".repeat(64),
  token: "SECRET-T",
  custom_reference: "SECRET-R",
  webhook: "https://x.test/api/KEY",
  body: { access_token: "SECRET-N" },
};

function read(data: Record<string, unknown>) {
  const body = JSON.stringify({ notification: { reference: "r", data: { event_name: "x", ...data } } });
  const parsed = parseBody(Buffer.from(body), undefined);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.root;
}
/** Everything of a tree as text. */
const flat = (node: unknown): string =>
  JSON.stringify(node, (_key, value: unknown) => (value instanceof Map ? [...value] : value));

it("never shows a hash, a token, a reference or the callback's key", () => {
  for (const shown of [flat(listMasked(read(SECRETS), SHAPED)), flat(maskTree(read(SECRETS), false))]) {
    for (const secret of ["a".repeat(64), "SECRET-T", "SECRET-R", "KEY", "SECRET-N"])
      expect(shown).not.toContain(secret);
    expect(shown).toContain("https://x.test/");
  }
});

it("hides whatever stands under the name of a secret", () => {
  const root = read({ token: ["SECRET"], hash: { a: { b: "SECRET" } }, webhook: ["SECRET"] });
  expect(flat(listMasked(root, SHAPED))).not.toContain("SECRET");
  expect(flat(maskTree(root, false))).not.toContain("SECRET");
});

it("writes characters that would mislead a reader as escapes", () => {
  const lines = listMasked(read({ note: "pay\u202Edlrow\u0007" }), SHAPED);
  expect(lines.find((line) => line.path === "notification.data.note")?.text).toBe("pay\\u202edlrow\\u0007");
});

it.each([['{"token": "SECRET"}'], ["a=1&token=SECRET"], ["token%3DSECRET"], [`x ${"ab".repeat(32)} SECRET`]])(
  "hides a secret in a text within the text: %s",
  (text) => {
    const root = read({ note: text });
    expect(flat(listMasked(root, SHAPED))).not.toContain("SECRET");
    expect(flat(maskTree(root, false))).not.toContain("SECRET");
  },
);

it("shows the names alone of what is not in the documented shape", () => {
  const root = read({ note: "whatever", inner: { deep: "also" } });
  const lines = listMasked(root, { readable: false });
  expect(lines.map(({ path }) => path)).toContain("notification.data.inner.deep");
  expect(lines.every(({ masked }) => masked)).toBe(true);
});
