import { expect, it } from "vitest";
import { writeUserMail } from "./write-user-mail";

const mail = {
  purpose: "link" as const,
  name: "Zoé",
  language: "fr" as "fr" | null,
  siteName: "Kiosque",
  siteLanguage: "en",
  supportContact: "help@kiosque.example",
  expiresAt: new Date("2026-12-03T12:00:00Z"),
  words: null,
};
const URL = "https://dashboard.example/connect/secret-of-the-link";

it("writes in the person's language, and in both where it is not known", () => {
  const french = writeUserMail(mail, URL);
  expect(french.subject).toBe("Kiosque vous invite à lier votre compte Anytime");
  expect(french.text).toContain("Bonjour Zoé");
  expect(french.text).not.toContain("Hello");
  const both = writeUserMail({ ...mail, language: null }, URL);
  expect(both.text.indexOf("Hello Zoé")).toBeLessThan(both.text.indexOf("Bonjour Zoé"));
  expect(both.subject).toContain(" / ");
});

it("has the link in its text and never in its subject", () => {
  for (const purpose of ["link", "reminder"] as const)
    for (const language of ["en", "fr", null] as const) {
      const { subject, text } = writeUserMail({ ...mail, purpose, language }, URL);
      expect(text).toContain(URL);
      expect(subject).not.toContain("secret-of-the-link");
      expect(text).toContain("help@kiosque.example");
    }
});

it("sends what staff wrote, in the language of each", () => {
  const words = {
    en: { subject: "Sorry", text: "It works." },
    fr: { subject: "Désolés", text: "C’est réparé." },
  };
  const { subject, text } = writeUserMail({ ...mail, purpose: "message", words }, null);
  expect(subject).toBe("Désolés");
  expect(text).toMatch(/^Bonjour Zoé,\n\nC’est réparé\./);
});
