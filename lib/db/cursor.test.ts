import fc from "fast-check";
import { expect, it } from "vitest";
import { readCursor, toPage, writeCursor } from "./cursor";

it("reads back every cursor it wrote", () => {
  const moment = fc.date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.uuid(), (at, id) => {
      expect(readCursor(writeCursor({ at, id }))).toEqual({ at, id });
    }),
  );
});

it("takes anything else as absent", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readCursor(text)).toBeNull();
    }),
  );
});

it("takes a moment that Postgres does not know as absent", () => {
  const id = "019e0000-0000-7000-8000-000000000000";
  expect(readCursor(Buffer.from(`["0000-01-01T00:00:00Z","${id}"]`).toString("base64url"))).toBeNull();
});

it("says where the next page starts only where there is one", () => {
  const row = { at: new Date(0), id: "019e0000-0000-7000-8000-000000000000" };
  expect(toPage([row, row], 2, (each) => each).next).toBeNull();
  expect(toPage([row, row, row], 2, (each) => each)).toMatchObject({
    rows: [row, row],
    next: writeCursor(row),
  });
});
