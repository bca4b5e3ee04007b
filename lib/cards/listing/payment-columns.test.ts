import { expect, it } from "vitest";
import { readPaymentColumns, USUAL_COLUMNS, writePaymentColumns } from "./payment-columns";

it.each([
  [undefined, null],
  [null, null],
  ["", null],
  ["nothing,that,is", null],
  ["status,amount,merchant", ["status", "amount", "merchant"]],
  ["amount,amount,merchant", ["amount", "merchant"]],
  ["balance,constructor", ["balance", "merchant", "amount"]],
])("reads the columns %j as %j", (text, columns) => {
  expect(readPaymentColumns(text)).toEqual(columns);
});

it("writes what it reads, and nothing for the usual columns", () => {
  const columns = ["amount", "merchant", "zone"] as const;
  expect(readPaymentColumns(writePaymentColumns(columns))).toEqual(columns);
  expect(writePaymentColumns(USUAL_COLUMNS)).toBeNull();
});
