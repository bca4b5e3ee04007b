import { randomBytes } from "node:crypto";
import type { NotificationTree, WireEncoding } from "@/lib/anytime/body/encode";
import { parisTime } from "./clock";
import { CUSTOMERS, type Customer } from "./customers";
import { type Fault, timestampShift } from "./faults";
import { override } from "./override";
import { type BankPayment, balanceAfter, makePayment, settlePayment } from "./payments";
import { makeRandom, pick } from "./random";
import type { Sender, SentRequest } from "./sender";

/** The state that must survive a restart. */
export interface BankState {
  grants: { customerId: string; token: string; customReference: string; revoked: boolean }[];
  balances: Record<string, number>;
  open: { customerId: string; cardRef: string; payment: BankPayment }[];
  nextTxid: number;
}

/** An event to send by hand. `set` overrides fields of `data` by path. */
export interface Trigger {
  readonly event: "token_created" | "token_revoked" | "card_transaction_received";
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly fault?: Fault | undefined;
  readonly encoding?: WireEncoding | undefined;
}

/** How soon an authorised payment settles while money is being spent, in milliseconds. */
const SETTLE_MS = 8_000;
const DAY_MS = 86_400_000;

/** An empty bank. */
export function emptyState(): BankState {
  return { grants: [], balances: {}, open: [], nextTxid: 11_111_111_112 };
}

/** The simulated bank: accounts, grants, payments. It notifies the partner by webhook. */
export class Bank {
  private spending: ReturnType<typeof setInterval> | undefined;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly random;

  constructor(
    private readonly sender: Sender,
    private readonly state: BankState,
    private readonly webhookUrl: string,
    seed: number,
  ) {
    this.random = makeRandom(seed + state.nextTxid);
  }

  customers(): readonly Customer[] {
    return CUSTOMERS;
  }

  requests(): readonly SentRequest[] {
    return this.sender.requests;
  }

  idle(): Promise<void> {
    return this.sender.idle();
  }

  /** Whether a customer has a live grant. */
  hasGrant(customerId: string): boolean {
    return this.state.grants.some((grant) => grant.customerId === customerId && !grant.revoked);
  }

  /** Creates a token without notifying anybody yet. */
  makeToken(customerId: string, customReference: string): string {
    const token = randomBytes(24).toString("hex");
    this.state.grants.push({ customerId, token, customReference, revoked: false });
    return token;
  }

  /** Notifies the partner of a token. */
  sendCreated(token: string): Promise<SentRequest> {
    return this.sender.send({ event: "token_created", data: this.tokenData(token) });
  }

  /** Grants the partner a token, as a customer does in the pop-up. */
  grant(customerId: string, customReference: string): Promise<SentRequest> {
    return this.sendCreated(this.makeToken(customerId, customReference));
  }

  /** Revokes a customer's live grants. @returns how many there were */
  revoke(customerId: string): number {
    const live = this.state.grants.filter((grant) => grant.customerId === customerId && !grant.revoked);
    for (const grant of live) {
      grant.revoked = true;
      void this.sender.send({ event: "token_revoked", data: this.tokenData(grant.token) });
    }
    return live.length;
  }

  /**
   * A card payment, authorised unless it fails or is a refund.
   *
   * @param set overrides fields of the transaction
   * @returns its id
   * @throws Error with a sentence if there is no such customer or field
   */
  pay(customerId: string, set: Readonly<Record<string, string>> = {}, at = new Date()): string {
    const customer = this.customer(customerId);
    const cardRef = pick(this.random, customer.cardRefs);
    const payment = withFields(this.newPayment(customer, at), set);
    if (payment.status === "A") this.state.open.push({ customerId, cardRef, payment });
    void this.sendPayment(customer, cardRef, payment);
    return payment.txid;
  }

  /** Settles an authorised payment. @returns whether there was one */
  settle(txid: string): boolean {
    const index = this.state.open.findIndex((open) => open.payment.txid === txid);
    const [open] = index < 0 ? [] : this.state.open.splice(index, 1);
    if (open === undefined) return false;
    const customer = this.customer(open.customerId);
    void this.sendPayment(customer, open.cardRef, this.settled(customer, open.payment));
    return true;
  }

  /**
   * Payments at a rate; 0 stops. Authorised ones settle some seconds later.
   *
   * @param customers who pay: if absent, those with a live grant and one without
   * @throws Error with a sentence if there is no such customer
   */
  spend({
    ratePerSecond,
    customers = [],
  }: {
    ratePerSecond: number;
    customers?: readonly string[] | undefined;
  }): void {
    const [first, ...others] = customers.map((id) => this.customer(id).id);
    clearInterval(this.spending);
    this.spending = undefined;
    if (ratePerSecond <= 0) return;
    this.spending = setInterval(() => {
      const txid = this.pay(pick(this.random, first === undefined ? this.spenders() : [first, ...others]));
      this.later(SETTLE_MS, () => this.settle(txid));
    }, 1_000 / ratePerSecond);
  }

  /** Past payments, oldest first, sent now with the dates they would have had. */
  async backfill(input: {
    days: number;
    perDay: number;
    customers?: readonly string[] | undefined;
  }): Promise<number> {
    const customers =
      input.customers?.map((id) => this.customer(id)) ?? CUSTOMERS.filter(({ id }) => this.hasGrant(id));
    const count = customers.length === 0 ? 0 : Math.round(input.days * input.perDay);
    const moments = Array.from(
      { length: count },
      () => Date.now() - this.random() * input.days * DAY_MS,
    ).sort((a, b) => a - b);
    for (const moment of moments) {
      const customer = customers[Math.floor(this.random() * customers.length)];
      if (customer === undefined) continue;
      const cardRef = pick(this.random, customer.cardRefs);
      const payment = this.newPayment(customer, new Date(moment));
      const settles = payment.status === "A";
      // A month of authorisations would be noise: most past payments are sent settled, some in two versions.
      if (settles && this.random() < 0.2) await this.sendPayment(customer, cardRef, payment);
      await this.sendPayment(customer, cardRef, settles ? this.settled(customer, payment) : payment);
    }
    return count;
  }

  /** Sends one event by hand, correct or with the requested fault. */
  trigger({ event, set = {}, fault, encoding }: Trigger): Promise<SentRequest> {
    const shift = timestampShift(fault);
    const timestamp = shift === null ? undefined : (Date.now() / 1000 + shift).toFixed(4);
    const data =
      event === "card_transaction_received" ? this.samplePayment() : this.tokenData(this.sampleToken(event));
    return this.sender.send({ event, data: override(data, set), fault, encoding, timestamp });
  }

  /** Runs something later, unless the bank closes first. */
  later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, milliseconds);
    this.timers.add(timer);
  }

  async close(): Promise<void> {
    clearInterval(this.spending);
    for (const timer of this.timers) clearTimeout(timer);
    await this.sender.close();
  }

  private customer(id: string): Customer {
    const found = CUSTOMERS.find((customer) => customer.id === id);
    if (found === undefined) throw new Error(`No customer is called ${id}.`);
    return found;
  }

  private spenders(): [string, ...string[]] {
    const linked = CUSTOMERS.filter(({ id }) => this.hasGrant(id)).map(({ id }) => id);
    // A customer without a grant pays too, so that some cards are unattributed.
    const stranger = [this.customer("sofia"), ...CUSTOMERS].find(({ id }) => !this.hasGrant(id));
    return [stranger?.id ?? "sofia", ...linked];
  }

  private newPayment(customer: Customer, at: Date): BankPayment {
    const balance = this.state.balances[customer.accId] ?? 250_000;
    const txid = String(this.state.nextTxid);
    this.state.nextTxid += 1;
    const payment = makePayment(this.random, txid, at, balance < 20_000 ? balance + 180_000 : balance);
    this.state.balances[customer.accId] = balanceAfter(payment);
    return payment;
  }

  private settled(customer: Customer, payment: BankPayment): BankPayment {
    const settled = settlePayment(this.random, payment);
    const moved = balanceAfter(settled) - balanceAfter(payment);
    const balance = this.state.balances[customer.accId];
    if (balance !== undefined && Number.isFinite(moved))
      this.state.balances[customer.accId] = balance + moved;
    return settled;
  }

  private sendPayment(customer: Customer, cardRef: string, payment: BankPayment): Promise<SentRequest> {
    return this.sender.send({
      event: "card_transaction_received",
      data: paymentData(customer.accId, cardRef, { ...payment }),
    });
  }

  private tokenData(token: string): NotificationTree {
    const grant = this.state.grants.find((each) => each.token === token);
    return { webhook: this.webhookUrl, token, custom_reference: grant?.customReference ?? "" };
  }

  private sampleToken(event: string): string {
    const live = this.state.grants.findLast((grant) => !grant.revoked);
    return event === "token_revoked" && live !== undefined ? live.token : this.makeToken("camille", "");
  }

  private samplePayment(): NotificationTree {
    const customer = this.customer("camille");
    const payment = { ...this.newPayment(customer, new Date()), status: "S", date: parisTime(new Date()) };
    return paymentData(customer.accId, customer.cardRefs[0], payment);
  }
}

function withFields(payment: BankPayment, set: Readonly<Record<string, string>>): BankPayment {
  const unknown = Object.keys(set).find((name) => !Object.hasOwn(payment, name));
  if (unknown === undefined) return { ...payment, ...set };
  throw new Error(`There is no field ${unknown}. Fields here: ${Object.keys(payment).join(", ")}.`);
}

function paymentData(accId: string, cardRef: string, transaction: NotificationTree): NotificationTree {
  const body = { method: "card_last_tx", card_ref: cardRef, acc_id: accId, transaction };
  return { request_id: String(100_000 + Math.floor(Math.random() * 900_000)), type_response: "async", body };
}
