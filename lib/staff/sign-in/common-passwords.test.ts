import { expect, it } from "vitest";
import { isCommonPassword } from "./common-passwords";
import { checkPassword, hashNewPassword } from "./password";

it.each(["qwertyuiop12", "UnbelIevable", "sunshine2026!!", "  iloveyou12345", "!!Manchester99"])(
  "knows that %s is a password of many",
  async (text) => expect(await isCommonPassword(text)).toBe(true),
);

it.each(["correct-horse-battery", "a long enough password", "9K#2m!vQ7z$1sunshine", "Été à Dieppe, 1997"])(
  "knows nothing of %s",
  async (text) => expect(await isCommonPassword(text)).toBe(false),
);

it("takes a letter for the same however a keyboard writes it, and refuses common passwords", async () => {
  const made = await hashNewPassword("Une clé à ﬁoles", "ada@example.com");
  if (!made.ok) throw new Error(made.weakness);
  expect(await checkPassword("Une cle\u0301 a\u0300 fioles", made.hash)).toBe(true);
  expect(await checkPassword("Une cle a fioles", made.hash)).toBe(false);
  expect(await hashNewPassword("manchester99", "ada@example.com")).toMatchObject({ fault: "common" });
});
