import { MERCHANTS, type Merchant } from "./merchants";
import type { Random } from "./random";

/** A card transaction in the bank's own words ("Card statements related webhook"). */
export interface BankPayment {
  readonly txid: string;
  readonly mcc: string;
  readonly amount: string;
  readonly amount_fx: string;
  readonly currency: string;
  readonly fx: string;
  readonly fx_fee: string;
  readonly status: string;
  readonly type: string;
  readonly balance_after: string;
  readonly date: string;
  readonly description: string;
}

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

/** Makes one payment. The same random numbers make the same payment. */
export function makePayment(random: Random, txid: string, at: Date, balanceCents: number): BankPayment {
  const merchant = MERCHANTS[Math.floor(random() * MERCHANTS.length)] ?? FALLBACK;
  // Small amounts are commoner than large ones.
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
    amount: decimal(euroCents),
    amount_fx: decimal(cents),
    currency: merchant.currency,
    fx: (rate / 1_000_000).toFixed(6),
    fx_fee: fee === 0 ? "0" : decimal(fee),
    status: declined ? "D" : refund ? "S" : "A",
    type: refund ? "C" : "D",
    balance_after: decimal(balanceCents + moved),
    date: parisTime(at),
    description: writeDescription(merchant),
  };
}

/** What is left on an account after a payment, in cents. */
export function balanceAfter(payment: BankPayment): number {
  return Math.round(Number(payment.balance_after) * 100);
}

/** The bank writes dates without a zone, in Paris time. */
export function parisTime(at: Date): string {
  return PARIS.format(at).replace(",", "");
}

const PARIS = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function writeDescription({ name, street, city, postcode, country }: Merchant): string {
  return `${name} - ${street}, ${city},${postcode},${country},${country}`;
}

function decimal(cents: number): string {
  return (cents / 100).toFixed(2);
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
