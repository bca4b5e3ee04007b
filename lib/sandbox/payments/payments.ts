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

/** The same payment over another amount. At home that is also the amount in its currency. */
export function withAmount(payment: BankPayment, amount: string): BankPayment {
  const more = toCents(amount) - toCents(payment.amount);
  const sign = payment.type === "C" ? 1 : -1;
  return {
    ...payment,
    amount,
    amount_fx: payment.currency === "EUR" ? amount : payment.amount_fx,
    balance_after: Number.isFinite(more)
      ? toDecimal(toCents(payment.balance_after) + sign * more)
      : payment.balance_after,
  };
}

/** Merchants whose final amount is often another, and by how much, in percent. */
const VARYING: Readonly<Record<string, readonly [number, number]>> = {
  "5541": [-40, 0],
  "5812": [0, 12],
  "7011": [0, 25],
};

/** What an authorised amount came to in the end: a tip, a minibar, a tank that was not filled. */
export function finalAmount(random: Random, payment: BankPayment): string {
  const [least, most] = VARYING[payment.mcc] ?? [0, 0];
  const percent = random() < 0.5 ? least + (most - least) * random() : 0;
  const cents = Math.round((toCents(payment.amount) * (100 + percent)) / 100);
  return payment.currency === "EUR" && Number.isFinite(cents) ? toDecimal(cents) : payment.amount;
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
