import { expect, it } from "vitest";
import { hear } from "./hear";

const about = { id: "7", siteId: "s", entityId: "e" };

it("hears how many payments a job brought, and nothing of what it does not understand", () => {
  expect(hear({ ...about, kind: "job", row: { fetched: 3 } })).toEqual({
    kind: "job",
    entityId: "e",
    fetched: 3,
  });
  for (const row of [null, { fetched: -1 }, { fetched: "3" }, undefined])
    expect(hear({ ...about, kind: "job", row })).toEqual({ kind: "job", entityId: "e" });
  expect(hear({ ...about, kind: "transaction", row: { id: "half a row" } })).toEqual({
    kind: "transaction",
    entityId: "e",
  });
  expect(hear({ ...about, kind: "card", row: { fetched: 3 } })).toEqual({ kind: "card", entityId: "e" });
});
