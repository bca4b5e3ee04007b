import { expect, it } from "vitest";
import { readSettings, type SettingsField, type SettingsForm } from "./settings-schema";

const FORM: SettingsForm = {
  name: " Kiosque ",
  domain: "Shop.Example.com",
  language: "fr",
  supportContact: "  ",
  allowedIps: "185.8.76.132,\n2001:db8::/64;185.8.76.132",
  stalenessMode: "refuse",
  stalenessSeconds: " 60 ",
};

it("reads what was typed", () => {
  expect(readSettings(FORM)).toEqual({
    ok: true,
    settings: {
      name: "Kiosque",
      domain: "shop.example.com",
      language: "fr",
      supportContact: null,
      allowedIps: ["185.8.76.132", "2001:db8::/64"],
      stalenessMode: "refuse",
      stalenessSeconds: 60,
    },
  });
});

it.each<[SettingsField, string, object]>([
  ["name", "\u202e ", { code: "missing" }],
  ["name", "n".repeat(81), { code: "too_long" }],
  ["domain", "", { code: "missing" }],
  ["domain", "https://shop.example.com/", { code: "not_a_host" }],
  ["supportContact", "x".repeat(201), { code: "too_long" }],
  ["allowedIps", " , ", { code: "missing" }],
  ["allowedIps", "185.8.76.132 185.8.76.300", { code: "unreadable", part: "185.8.76.300" }],
  ["allowedIps", "::ffff:1.2.3.4/120", { code: "unreadable", part: "::ffff:1.2.3.4/120" }],
  ["allowedIps", "1.2.3.4/24/8", { code: "unreadable", part: "1.2.3.4/24/8" }],
  ["allowedIps", Array.from({ length: 51 }, (_, at) => `185.8.76.${at}`).join(" "), { code: "too_many" }],
  ["stalenessSeconds", "59", { code: "out_of_range" }],
  ["stalenessSeconds", "86401", { code: "out_of_range" }],
  ["stalenessSeconds", "1e3", { code: "out_of_range" }],
  ["stalenessMode", "ignore", { code: "invalid" }],
])("says what is wrong with %s %j", (field, value, problem) => {
  const read = readSettings({ ...FORM, [field]: value });
  expect(read).toEqual({ ok: false, fields: { [field]: problem } });
});
