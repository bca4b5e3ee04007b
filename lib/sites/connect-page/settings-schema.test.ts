import { expect, it } from "vitest";
import { readConnectSettings } from "./settings-schema";

const FORM = {
  returnOrigin: "",
  accentColour: "",
  privacyUrl: "",
  linkDays: "7",
  scriptHosts: "",
  confirmSecondBrowser: false,
  connectWords: { en: { why: " Because. ", what: "" } },
};

it("takes an empty form for none of it, and trims what was typed", () => {
  expect(readConnectSettings(FORM)).toEqual({
    ok: true,
    settings: {
      ...{ returnOrigin: null, accentColour: null, privacyUrl: null, linkDays: 7, scriptHosts: [] },
      confirmSecondBrowser: false,
      connectWords: { en: { why: "Because." } },
    },
  });
});

it.each([
  ["returnOrigin", "https://shop.example/thanks", "not_an_origin"],
  ["returnOrigin", "http://shop.example", "not_an_origin"],
  ["returnOrigin", "javascript:alert(1)", "not_an_origin"],
  ["accentColour", "red", "not_a_colour"],
  ["accentColour", "#ffee00", "too_pale"],
  ["privacyUrl", "javascript:alert(1)", "not_a_url"],
  ["linkDays", "0", "out_of_range"],
  ["linkDays", "many", "out_of_range"],
  ["scriptHosts", "https://cdn.example 'unsafe-inline'", "not_an_origin"],
  ["scriptHosts", "*", "not_an_origin"],
])("refuses %s %s: %s", (field, value, problem) => {
  expect(readConnectSettings({ ...FORM, [field]: value })).toEqual({
    ok: false,
    fields: { [field]: problem },
  });
});

it("names the words that are too long", () => {
  const typed = { ...FORM, connectWords: { fr: { why: "x".repeat(401) } } };
  expect(readConnectSettings(typed)).toEqual({ ok: false, fields: { "connectWords.fr.why": "too_long" } });
});

it("takes origins as browsers write them", () => {
  const typed = {
    ...FORM,
    returnOrigin: "https://Shop.Example/",
    scriptHosts: "https://cdn.example, https://b.example:8443",
  };
  expect(readConnectSettings(typed)).toMatchObject({
    settings: {
      returnOrigin: "https://shop.example",
      scriptHosts: ["https://cdn.example", "https://b.example:8443"],
    },
  });
});
