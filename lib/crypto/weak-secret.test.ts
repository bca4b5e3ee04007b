import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { faultOfPassword, weaknessOfSecret } from "./weak-secret";

it.each([
  "a".repeat(40),
  " ".repeat(40),
  "0123456789012345678901234567890123456789",
  "abcdefghijklmnopqrstuvwxyz0123456789",
  "9876543210zyxwvutsrqponmlkjihgfedcba",
  "k3J9x2Qpk3J9x2Qpk3J9x2Qpk3J9x2Qp",
  "please-change-this-to-something-long",
  "please-change-this-secret-before-you-start",
  "your_secret_here_your_secret_here_1234",
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "changeme-changeme-changeme-changeme-1",
])("refuses %s as a secret", (text) => {
  expect(weaknessOfSecret(text)).not.toBeNull();
});

it("takes what the commands of the README make", () => {
  for (let n = 0; n < 2_000; n++) {
    expect(weaknessOfSecret(randomBytes(32).toString("base64"))).toBeNull();
    expect(weaknessOfSecret(randomBytes(24).toString("hex"))).toBeNull();
    expect(weaknessOfSecret(randomBytes(24).toString("base64url"))).toBeNull();
  }
});

it.each([
  ["            ", ""],
  ["   short    ", ""],
  ["aaaaaaaaaaaaaa", ""],
  ["abcabcabcabcabc", ""],
  ["123456789012", ""],
  ["password1234", ""],
  ["Password-2026!", ""],
  ["motdepasse123", ""],
  ["leakiosque123", "lea@kiosque.example"],
  ["change-me-please", ""],
])("refuses “%s” as a password of “%s”", (text, email) => {
  expect(faultOfPassword(text, email)).not.toBeNull();
});

it.each(["correct-horse-battery", "k7mn2-pq9rs-t4vwx", "Ein Satz mit Wörtern"])(
  "takes “%s” as a password",
  (text) => {
    expect(faultOfPassword(text, "lea@kiosque.example")).toBeNull();
  },
);
