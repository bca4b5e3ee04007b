import type { Customer } from "../customers/customer";
import type { Fault } from "../notify/faults";
import { type BankPayment, effectOf, toDecimal } from "../payments/bank-payment";
import { makePayment, settlePayment } from "../payments/payments";
import { makeRandom, pick, type Random } from "../payments/random";
import { SUBSCRIPTIONS, writeSubscription } from "../payments/subscriptions";
import { parisTime } from "../time/clock";
import type { Persona } from "./persona";

/** What to make. The same values make the same persona. */
export interface PersonaWish {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly days: number;
  readonly perDay: number;
  /** The last day. */
  readonly today: string;
  /** Faults that some notifications have, when the persona is pushed. */
  readonly faults: readonly Fault[];
}

const DAY_MS = 86_400_000;
const OPENING = 250_000;
const SALARY = 240_000;
const SALARY_DAY = 28;
/** One payment of so many has a fault, if there are faults at all. */
const FAULTY = 12;

/** Makes a person with two cards, a salary, subscriptions, and everyday payments. */
export function makePersona({ id, name, seed, days, perDay, today, faults }: PersonaWish): Persona {
  const random = makeRandom(seed);
  const customer = makeCustomer(id, name, random);
  const last = Date.parse(`${today}T00:00:00Z`);
  const drafts = Array.from({ length: days }, (_, index) => last - (days - 1 - index) * DAY_MS).flatMap(
    (at) => draftDay(random, at, perDay),
  );
  let balance = OPENING;
  let txid = 20_000_000_000 + Math.floor(random() * 1_000_000_000);
  const payments = drafts.map((draft) => {
    txid += 1;
    const payment = draft.write(String(txid), balance);
    balance += effectOf(payment);
    const cardRef = draft.transfer ? null : pick(random, customer.cardRefs);
    const [first, ...others] = faults;
    const fault = first !== undefined && random() < 1 / FAULTY ? pick(random, [first, ...others]) : undefined;
    const faulty = fault === undefined || cardRef === null ? {} : { fault };
    const at = new Date(draft.at).toISOString();
    return {
      accId: customer.accId,
      cardRef,
      at,
      ...faulty,
      payment: { ...payment, balance_after: toDecimal(balance) },
    };
  });
  const about = `${name}: ${payments.length} payments of ${days} days, seed ${seed}`;
  return { about, today, customers: [customer], payments };
}

interface Draft {
  readonly at: number;
  readonly transfer: boolean;
  readonly write: (txid: string, balance: number) => BankPayment;
}

/** The payments of one day, in the order in which they happen. */
function draftDay(random: Random, day: number, perDay: number): Draft[] {
  const date = new Date(day).getUTCDate();
  const count = Math.floor(perDay + random());
  const everyday = Array.from({ length: count }, (): Draft => {
    const at = day + (7 + random() * 14) * 3_600_000;
    return {
      at,
      transfer: false,
      write: (txid, balance) => {
        const paid = makePayment(random, txid, new Date(at), balance);
        return paid.status === "A" ? settlePayment(random, paid) : paid;
      },
    };
  });
  const subscriptions = SUBSCRIPTIONS.filter((each) => each.day === date).map((each): Draft => {
    const at = day + 5 * 3_600_000;
    return { at, transfer: false, write: (txid) => writeSubscription(each, txid, new Date(at)) };
  });
  const salary: Draft[] =
    date === SALARY_DAY
      ? [{ at: day + 4 * 3_600_000, transfer: true, write: (txid) => writeSalary(txid, day + 4 * 3_600_000) }]
      : [];
  return [...salary, ...subscriptions, ...everyday].sort((a, b) => a.at - b.at);
}

function writeSalary(txid: string, at: number): BankPayment {
  return {
    txid,
    mcc: "",
    amount: toDecimal(SALARY),
    amount_fx: toDecimal(SALARY),
    currency: "EUR",
    fx: "1.000000",
    fx_fee: "0",
    status: "S",
    type: "C",
    balance_after: "0.00",
    date: parisTime(new Date(at)),
    description: "VIREMENT SALAIRE",
  };
}

function makeCustomer(id: string, name: string, random: Random): Customer {
  const digits = () => String(Math.floor(random() * 1e9)).padStart(9, "0");
  const [plastic, virtual, blocked] = [`ANY8${digits()}`, `ANY8${digits()}`, `ANY8${digits()}`];
  return {
    id,
    name,
    email: `${id}@example.com`,
    gender: random() < 0.5 ? "F" : "M",
    script: "well",
    accId: `8${digits()}`,
    accType: "consumer",
    cards: [
      { ref: plastic, type: "PLASTIC", status: "ACT" },
      { ref: virtual, type: "VIRTUAL_MULTI_USE", status: "ACT" },
      { ref: blocked, type: "PLASTIC", status: "BLO" },
    ],
    cardRefs: [plastic, virtual],
  };
}
