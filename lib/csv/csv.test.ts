import { expect, it } from "vitest";
import { readCsv } from "./read-csv";
import { csvLine } from "./write-csv";

const cellsOf = (text: string) => readCsv(text)?.map(({ cells }) => cells);

it("reads what it wrote, whatever is in a cell", () => {
  const cells = ["Zoé", 'says "yes"', "a,b;c", "two\nlines", "=1+1", "-5", "", "+33 1"];
  for (const separator of [",", ";"] as const)
    expect(
      cellsOf(csvLine(["1", "2", "3", "4", "5", "6", "7", "8"], separator) + csvLine(cells, separator)),
    ).toEqual([["1", "2", "3", "4", "5", "6", "7", "8"], cells]);
});

it("writes no formula", () => {
  expect(csvLine(["=HYPERLINK(1)", "@x", "\tx", null, -3], ",")).toBe("'=HYPERLINK(1),'@x,'\tx,,-3\r\n");
});

it("reads commas, semicolons and tabs, either end of line, and a byte order mark", () => {
  expect(cellsOf("\uFEFFa;b\r\n1;2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(cellsOf("a\tb\n1,5\t2\n\n")).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
  expect(cellsOf("a,b\n1,")).toEqual([
    ["a", "b"],
    ["1", ""],
  ]);
});

it("says in which line a row begins", () => {
  expect(readCsv('a,b\n"x\ny",1\n\nz,2')?.map(({ line }) => line)).toEqual([1, 2, 5]);
});

it("does not read a file whose quotes do not end", () => {
  expect(readCsv('a,b\n"x,1')).toBeNull();
  expect(readCsv("")).toEqual([]);
});
