import { expect, it } from "vitest";
import { parisOffsetTime, phpSeconds } from "../time/clock";
import type { BankPayment } from "./bank-payment";
import { balanceAfter, makePayment, settlePayment } from "./payments";
import { makeRandom } from "./random";

function makeMany(seed: number): BankPayment[] {
  const random = makeRandom(seed);
  const at = new Date("2026-07-01T10:00:00Z");
  return Array.from({ length: 2_000 }, (_, index) => makePayment(random, String(index), at, 250_000));
}

it("makes the same payments of the same seed", () => {
  expect(makeMany(7)).toEqual(makeMany(7));
  expect(makeMany(7)).not.toEqual(makeMany(8));
});

it("writes every field as the bank's docs print it", () => {
  const payments = makeMany(7);
  for (const payment of payments) {
    expect(payment.mcc).toMatch(/^\d{4}$/);
    for (const amount of [payment.amount, payment.amount_fx]) expect(amount).toMatch(/^\d+\.\d{2}$/);
    expect(payment.fx).toMatch(/^\d\.\d{6}$/);
    expect(payment.fx_fee).toMatch(/^(0|\d+\.\d{2})$/);
    expect(payment.date).toBe("2026-07-01 12:00:00");
    expect(payment.description).toMatch(/^[^,]+ - [^,]+, [^,]+,\w+,([A-Z]{3}),\1$/);
    if (payment.currency === "EUR")
      expect(payment).toMatchObject({ fx: "1.000000", fx_fee: "0", amount_fx: payment.amount });
  }
  for (const [field, values] of [
    ["status", ["A", "D", "S"]],
    ["type", ["C", "D"]],
    ["currency", ["CHF", "EUR", "GBP", "USD"]],
  ] as const)
    expect([...new Set(payments.map((payment) => payment[field]))].sort()).toEqual(values);
});

it("settles at home what was authorised, and abroad nearly that, with a balance that agrees", () => {
  const random = makeRandom(1);
  const cents = (text: string) => Math.round(Number(text) * 100);
  for (const payment of makeMany(7).filter(({ status }) => status === "A")) {
    const settled = settlePayment(random, payment);
    if (payment.currency === "EUR") expect(settled).toEqual({ ...payment, status: "S" });
    expect(Math.abs(cents(settled.amount) - cents(payment.amount))).toBeLessThanOrEqual(
      cents(payment.amount) / 200 + 1,
    );
    expect(settled).toMatchObject({ status: "S", txid: payment.txid, amount_fx: payment.amount_fx });
    expect(balanceAfter(settled) + cents(settled.amount) + cents(settled.fx_fee)).toBe(250_000);
  }
});

it.each([
  [14_861_188_471_801, "1486118847.1801"],
  [14_861_188_471_800, "1486118847.18"],
  [14_861_188_500_000, "1486118850"],
])("prints seconds as PHP does: %i", (tenths, text) => {
  expect(phpSeconds(tenths)).toBe(text);
});

it.each([
  ["2017-01-30T09:17:48Z", "2017-01-30T10:17:48+01:00"],
  ["2017-07-30T09:17:48Z", "2017-07-30T11:17:48+02:00"],
])("writes %s with the offset of Paris", (at, text) => {
  expect(parisOffsetTime(new Date(at))).toBe(text);
});
