import { expect, it } from "vitest";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { mergeRows } from "./live-rows";

const row = (id: string, minute: number, status = "S") =>
  ({ id, status, bankDate: `2026-11-23T10:${String(minute).padStart(2, "0")}:00.000Z` }) as TransactionRow;
const ids = (rows: TransactionRow[]) => rows.map((each) => each.id).join("");

it.each([
  ["newest goes to the top", [row("b", 2), row("a", 1)], [row("c", 3)], "cba"],
  ["a late one goes to its place", [row("c", 3), row("a", 1)], [row("b", 2)], "cba"],
  ["a known one stays where it is", [row("b", 2), row("a", 1)], [row("a", 1, "A")], "ba"],
  ["one older than a full page is still seen", [row("d", 4), row("c", 3), row("b", 2)], [row("a", 1)], "adc"],
  ["the page does not grow", [row("c", 3), row("b", 2), row("a", 1)], [row("d", 4)], "dcb"],
  ["the last word on one arrival counts", [], [row("a", 1, "A"), row("a", 1, "S")], "a"],
])("%s", (_what, rows, arrivals, expected) => {
  expect(ids(mergeRows(rows, arrivals, 3))).toBe(expected);
});

it("shows the new state of a known one", () => {
  expect(mergeRows([row("a", 1, "A")], [row("a", 1, "S")], 3)[0]?.status).toBe("S");
});
