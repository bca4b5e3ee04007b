import { z } from "zod";

const text = z.string();

/** A card transaction in the bank's own words ("Card statements related webhook"). */
export const bankPaymentSchema = z.object({
  txid: text,
  mcc: text,
  amount: text,
  amount_fx: text,
  currency: text,
  fx: text,
  fx_fee: text,
  status: text,
  type: text,
  balance_after: text,
  date: text,
  description: text,
});

export type BankPayment = Readonly<z.infer<typeof bankPaymentSchema>>;

/** Cents of a decimal text; not a number if somebody overrode it with something else. */
export function toCents(decimal: string): number {
  return Math.round(Number(decimal) * 100);
}

/** Cents as the bank writes an amount. */
export function toDecimal(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** What a payment moves on its account, in cents: nothing while it is declined, released or unreadable. */
export function effectOf(payment: BankPayment): number {
  if (/^[DIRV]$/.test(payment.status)) return 0;
  const amount = toCents(payment.amount);
  const moved = payment.type === "C" ? amount : -(amount + toCents(payment.fx_fee));
  return Number.isFinite(moved) ? moved : 0;
}
