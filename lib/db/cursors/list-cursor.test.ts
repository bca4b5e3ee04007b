import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEGINNING, listKey, placeBefore, readAfter, readPlace, toPage, writePlace } from "./list-cursor";

const AT = new Date("2026-03-03T10:00:00.123Z");
const ID = "0190a0f0-0000-7000-8000-000000000001";

describe("a place in a list", () => {
  it.each([
    ["a position", { after: { at: AT, id: ID }, floor: null }],
    ["how far back a search went from the beginning", { after: null, floor: AT }],
    ["both", { after: { at: new Date(), id: ID }, floor: AT }],
    ["before an instant", placeBefore(AT)],
    ["the beginning", BEGINNING],
  ])("is read as it was written: %s", (_what, place) => {
    expect(readPlace("key", writePlace("key", place))).toEqual({ kind: "place", place });
  });

  it("is the beginning where there is none", () => {
    expect(readPlace("key", undefined)).toEqual({ kind: "place", place: BEGINNING });
  });

  it("is refused on another list, in another version, and where it is no place", () => {
    const foreign = { kind: "foreign" };
    expect(readPlace("other", writePlace("key", placeBefore(AT)))).toEqual(foreign);
    const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(readPlace("key", text([AT, ID]))).toEqual(foreign);
    expect(readPlace("key", text([2, "key", ["0000-01-01T00:00:00Z", ID], null]))).toEqual(foreign);
    for (const value of [
      [2, "key", [AT, "x"], null],
      [2, "key", null],
      [3, "key", null, null],
      null,
      "2",
      {},
    ])
      expect(readPlace("key", text(value))).toEqual(foreign);
    const year = text([2, "key", ["9999-12-31T23:59:59.999Z", ID], null]);
    expect(readPlace("key", year).kind).toMatch(/foreign|place/);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => void readPlace("key", text)),
    );
  });
});

describe("a page of a list", () => {
  const row = { at: AT, id: ID };

  it("says where the next page starts only where there is one", () => {
    expect(toPage("key", [row, row], 2, (each) => each).next).toBeNull();
    const page = toPage("key", [row, row, row], 2, (each) => each);
    expect(page.rows).toEqual([row, row]);
    expect(readAfter("key", page.next ?? "")).toEqual({ after: row, isForeign: false });
    expect(readAfter("other", page.next ?? "")).toEqual({ after: null, isForeign: true });
  });

  it("is bound to the filters of its list", () => {
    const key = listKey("users", [["state", ["active"]]]);
    expect(
      listKey("users", [
        ["q", ""],
        ["from", undefined],
        ["state", ["active"]],
      ]),
    ).toBe(key);
    for (const other of [listKey("users"), listKey("cards", [["state", ["active"]]])])
      expect(other).not.toBe(key);
  });
});
