import { parisTime } from "../time/clock";
import { type BankPayment, toCents, toDecimal } from "./bank-payment";
import { MERCHANTS, type Merchant } from "./merchants";
import type { Random } from "./random";

/** Euros for one unit, in millionths. */
const RATES: Readonly<Record<string, number>> = {
  EUR: 1_000_000,
  GBP: 1_163_200,
  USD: 862_400,
  CHF: 1_074_900,
};
const REFUNDS = 0.04;
const DECLINES = 0.05;
const FEE_PERCENT = 2;

/** Creates one payment. The same random numbers give the same payment. */
export function makePayment(random: Random, txid: string, at: Date, balanceCents: number): BankPayment {
  const merchant = MERCHANTS[Math.floor(random() * MERCHANTS.length)] ?? FALLBACK;
  // Small amounts are more common than large ones.
  const cents = Math.round(merchant.least + (merchant.most - merchant.least) * random() ** 2);
  const rate = RATES[merchant.currency] ?? 1_000_000;
  const euroCents = Math.round((cents * rate) / 1_000_000);
  const fee = merchant.currency === "EUR" ? 0 : Math.round((euroCents * FEE_PERCENT) / 100);
  const fate = random();
  const refund = fate < REFUNDS;
  const declined = !refund && fate < REFUNDS + DECLINES;
  const moved = declined ? 0 : refund ? euroCents : -(euroCents + fee);
  return {
    txid,
    mcc: merchant.mcc,
    amount: toDecimal(euroCents),
    amount_fx: toDecimal(cents),
    currency: merchant.currency,
    fx: (rate / 1_000_000).toFixed(6),
    fx_fee: fee === 0 ? "0" : toDecimal(fee),
    status: declined ? "D" : refund ? "S" : "A",
    type: refund ? "C" : "D",
    balance_after: toDecimal(balanceCents + moved),
    date: parisTime(at),
    description: writeDescription(merchant),
  };
}

/** The balance of an account after a payment, in cents. */
export function balanceAfter(payment: BankPayment): number {
  return toCents(payment.balance_after);
}

/**
 * The settled version of an authorised payment. Abroad, the rate has changed by up to half a percent in between, and
 * with it the amount paid.
 */
export function settlePayment(random: Random, payment: BankPayment): BankPayment {
  const settled = { ...payment, status: "S" };
  if (payment.currency === "EUR") return settled;
  const moved = 0.995 + random() * 0.01;
  const amount = Math.round(toCents(payment.amount) * moved);
  const fee = Math.round((amount * FEE_PERCENT) / 100);
  const more = amount + fee - toCents(payment.amount) - toCents(payment.fx_fee);
  // Fields may be overridden with anything; a value that is not a number is unchanged.
  if (!Number.isFinite(more)) return settled;
  return {
    ...settled,
    amount: toDecimal(amount),
    fx: (Number(payment.fx) * moved).toFixed(6),
    fx_fee: fee === 0 ? "0" : toDecimal(fee),
    balance_after: toDecimal(toCents(payment.balance_after) - more),
  };
}

function writeDescription({ name, street, city, postcode, country }: Merchant): string {
  return `${name} - ${street}, ${city},${postcode},${country},${country}`;
}

const FALLBACK: Merchant = {
  name: "CARREFOUR CITY",
  street: "RUE OBERKAMPF",
  city: "PARIS",
  postcode: "75011",
  country: "FRA",
  mcc: "5411",
  currency: "EUR",
  least: 100,
  most: 1_000,
};
