import { parisTime } from "../time/clock";
import { type BankPayment, toDecimal } from "./bank-payment";

/** What is paid every month, on the same day and with the same amount. */
export interface Subscription {
  readonly day: number;
  readonly cents: number;
  readonly mcc: string;
  readonly description: string;
}

export const SUBSCRIPTIONS: readonly Subscription[] = [
  {
    day: 2,
    cents: 1_999,
    mcc: "4814",
    description: line("FREE MOBILE", "RUE DE LA VILLE L EVEQUE", "PARIS,75008,FRA"),
  },
  { day: 5, cents: 8_412, mcc: "4900", description: line("EDF", "AVENUE DE WAGRAM", "PARIS,75008,FRA") },
  {
    day: 8,
    cents: 1_349,
    mcc: "5815",
    description: line("NETFLIX INTERNATIONAL", "KARPERSTRAAT", "AMSTERDAM,1075,NLD"),
  },
  {
    day: 12,
    cents: 1_112,
    mcc: "5815",
    description: line("SPOTIFY", "REGERINGSGATAN", "STOCKHOLM,11153,SWE"),
  },
  {
    day: 15,
    cents: 2_990,
    mcc: "7997",
    description: line("BASIC FIT", "RUE DE PROVENCE", "PARIS,75009,FRA"),
  },
  {
    day: 20,
    cents: 8_640,
    mcc: "4111",
    description: line("RATP NAVIGO", "QUAI DE LA RAPEE", "PARIS,75012,FRA"),
  },
];

/** One month's payment of a subscription. */
export function writeSubscription(
  { cents, mcc, description }: Subscription,
  txid: string,
  at: Date,
): BankPayment {
  return {
    txid,
    mcc,
    amount: toDecimal(cents),
    amount_fx: toDecimal(cents),
    currency: "EUR",
    fx: "1.000000",
    fx_fee: "0",
    status: "S",
    type: "D",
    balance_after: "0.00",
    date: parisTime(at),
    description,
  };
}

function line(name: string, street: string, place: string): string {
  return `${name} - ${street}, ${place},${place.slice(-3)}`;
}
