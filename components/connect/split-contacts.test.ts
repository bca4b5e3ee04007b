import { describe, expect, it } from "vitest";
import { splitContacts } from "./split-contacts";

const links = (text: string) => splitContacts(text).flatMap(({ href }) => href ?? []);

describe("splitContacts", () => {
  it.each<[string, string[]]>([
    ["help@shop.example", ["mailto:help@shop.example"]],
    ["Need help? help@shop.example.", ["mailto:help@shop.example"]],
    ["+33 1 23 45 67 89", ["tel:+33123456789"]],
    ["+33 (0)1 23 45 67 89", ["tel:+33123456789"]],
    ["01.23.45.67.89, Mon to Fri, 9 to 17", ["tel:0123456789"]],
    ["02 123 45 67 or help@shop.example", ["tel:021234567", "mailto:help@shop.example"]],
    ["(see https://shop.example/help?a=1)", ["https://shop.example/help?a=1"]],
    ["javascript:alert(1)", []],
    ["data:text/html,<b>x</b>", []],
    ["https://", []],
    ["order 2026-11-25-0001, 9:00 to 17:00", []],
    ["Ask at the counter", []],
    ["a@b", []],
    ['x@shop.example?subject=" onclick="', ["mailto:x@shop.example"]],
  ])("%s", (text, found) => {
    expect(links(text)).toEqual(found);
  });

  it("keeps every letter", () => {
    const text = "Call +33 1 23 45 67 89 or write to help@shop.example, https://shop.example/a.";
    expect(
      splitContacts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});
