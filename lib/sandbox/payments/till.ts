import type { Customer } from "../customers/customer";
import { didYouMean } from "../text/suggest";
import { type Clock, parisTime } from "../time/clock";
import { type BankPayment, effectOf, toDecimal } from "./bank-payment";
import type { Ledger, Movement } from "./ledger";
import { finalAmount, makePayment, settlePayment, withAmount } from "./payments";
import { pick, type Random } from "./random";

/** A card payment that was written down. */
export interface CardMovement extends Movement {
  readonly cardRef: string;
}

/** How an authorised payment settles. */
export interface Settlement {
  /** Under another txid, as some card networks do. */
  readonly anew?: boolean | undefined;
  /** The final amount, if it is another. */
  readonly amount?: string | undefined;
  /** Whether restaurants, hotels and pumps charge what it came to in the end. */
  readonly varies?: boolean | undefined;
}

/** Below it a salary arrives, so that nobody's account runs dry. Cents. */
const LOW = 20_000;
const SALARY = 180_000;

/** Makes payments, with the balances they lead to, and writes them into the books. */
export class Till {
  constructor(
    private readonly ledger: Ledger,
    private readonly state: { nextTxid: number },
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * A payment with one of the customer's cards.
   *
   * @param set overrides fields of the payment
   * @throws Error with a sentence if there is no such field
   */
  pay(customer: Customer, set: Readonly<Record<string, string>> = {}, at = this.clock()): CardMovement {
    return this.write(this.draft(customer, set, at));
  }

  /** The same, not yet in the books. */
  draft(customer: Customer, set: Readonly<Record<string, string>> = {}, at = this.clock()): CardMovement {
    const cardRef = pick(this.random, customer.cardRefs);
    if (this.ledger.balance(customer.accId) < LOW) this.paySalary(customer.accId, at);
    const balance = this.ledger.balance(customer.accId);
    const made = withFields(makePayment(this.random, this.takeTxid(), new Date(at), balance), set);
    // The balance follows what was set, unless it was set itself.
    const payment = { ...made, balance_after: set.balance_after ?? toDecimal(balance + effectOf(made)) };
    return { accId: customer.accId, cardRef, at, payment };
  }

  /** The last version of an authorised payment; undefined if there is none to settle. */
  settle(accId: string, cardRef: string, txid: string, how: Settlement = {}): CardMovement | undefined {
    const found = this.ledger.find(accId, cardRef, txid);
    if (found === undefined || found.payment.status !== "A") return undefined;
    const plain = settlePayment(this.random, found.payment);
    const amount = how.amount ?? (how.varies ? finalAmount(this.random, plain) : plain.amount);
    const settled = amount === plain.amount ? plain : withAmount(plain, amount);
    if (!how.anew) return this.write({ ...found, cardRef, payment: settled });
    // The authorisation is released, and the new payment stands alone.
    this.ledger.record({ ...found, payment: { ...found.payment, status: "V" } });
    return this.write({ ...found, cardRef, payment: { ...settled, txid: this.takeTxid() } });
  }

  /** Writes a payment as it is. */
  write(movement: CardMovement): CardMovement {
    this.ledger.record(movement);
    return movement;
  }

  takeTxid(): string {
    const txid = String(this.state.nextTxid);
    this.state.nextTxid += 1;
    return txid;
  }

  private paySalary(accId: string, at: number): void {
    const balance = this.ledger.balance(accId) + SALARY;
    const payment: BankPayment = {
      txid: this.takeTxid(),
      mcc: "",
      amount: toDecimal(SALARY),
      amount_fx: toDecimal(SALARY),
      currency: "EUR",
      fx: "1.000000",
      fx_fee: "0",
      status: "S",
      type: "C",
      balance_after: toDecimal(balance),
      date: parisTime(new Date(at)),
      description: "VIREMENT SALAIRE",
    };
    this.ledger.record({ accId, cardRef: null, at, payment });
  }
}

function withFields(payment: BankPayment, set: Readonly<Record<string, string>>): BankPayment {
  const unknown = Object.keys(set).find((name) => !Object.hasOwn(payment, name));
  if (unknown === undefined) return { ...payment, ...set };
  const known = Object.keys(payment);
  throw new Error(
    `There is no field ${unknown}.${didYouMean(unknown, known)} Fields here: ${known.join(", ")}.`,
  );
}
