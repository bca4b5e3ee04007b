import type { NotificationTree, WireEncoding } from "@/lib/anytime/body/encode";
import { CUSTOMERS, type Customer } from "./customers/customers";
import { Grants } from "./customers/grants";
import { type Fault, timestampShift } from "./notify/faults";
import { override } from "./notify/override";
import type { Sender, SentRequest } from "./notify/sender";
import { bankPaymentSchema } from "./payments/bank-payment";
import type { Ledger } from "./payments/ledger";
import { makeRandom, pick, type Random } from "./payments/random";
import { type CardMovement, Till } from "./payments/till";
import type { BankState } from "./state/bank-state";
import type { Clock } from "./time/clock";

/** An event to send by hand. `set` overrides fields of `data` by path. */
export interface Trigger {
  readonly event: "token_created" | "token_revoked" | "card_transaction_received";
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly fault?: Fault | undefined;
  readonly encoding?: WireEncoding | undefined;
}

/** What a payment is besides its fields. */
export interface PayOptions {
  readonly at?: number | undefined;
  /** Whether the partner never hears of it. */
  readonly lost?: boolean | undefined;
}

/** Past payments to make. */
export interface Backfill {
  readonly days: number;
  readonly perDay: number;
  readonly customers?: readonly string[] | undefined;
  readonly lost?: boolean | undefined;
}

/** How soon an authorised payment settles while money is being spent, in milliseconds. */
const SETTLE_MS = 8_000;
const DAY_MS = 86_400_000;

/** The simulated bank: accounts, grants, payments. It notifies the partner by webhook. */
export class Bank {
  readonly grants: Grants;
  private spending: ReturnType<typeof setInterval> | undefined;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly random: Random;
  private readonly till: Till;

  constructor(
    private readonly sender: Sender,
    readonly state: BankState,
    readonly ledger: Ledger,
    private readonly webhookUrl: string,
    seed: number,
    readonly clock: Clock,
  ) {
    this.random = makeRandom(seed + state.nextTxid);
    this.grants = new Grants(state.grants);
    this.till = new Till(ledger, state, this.random, clock);
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
    return this.grants.live(customerId).length > 0;
  }

  /** Creates a token without notifying anybody yet. */
  makeToken(customerId: string, customReference: string): string {
    return this.grants.make(customerId, customReference);
  }

  /** Notifies the partner of a token. */
  sendCreated(token: string): Promise<SentRequest> {
    return this.sender.send({ event: "token_created", data: this.tokenData(token) });
  }

  /** Grants the partner a token, as a customer does in the pop-up. */
  grant(customerId: string, customReference: string): Promise<SentRequest> {
    return this.sendCreated(this.makeToken(customerId, customReference));
  }

  /**
   * Revokes a customer's live grants.
   *
   * @param lost whether the partner never hears of it
   * @returns how many there were
   */
  revoke(customerId: string, lost = false): number {
    const live = this.grants.live(customerId);
    for (const grant of live) {
      grant.revoked = true;
      if (!lost) void this.sender.send({ event: "token_revoked", data: this.tokenData(grant.token) });
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
  pay(customerId: string, set: Readonly<Record<string, string>> = {}, { at, lost }: PayOptions = {}): string {
    const movement = this.till.pay(this.customer(customerId), set, at);
    if (!lost) void this.sendPayment(movement);
    return movement.payment.txid;
  }

  /**
   * Settles an authorised payment.
   *
   * @param anew whether under another txid, as some card networks do
   * @returns the settled payment's txid; undefined if there is no such authorised payment
   */
  settle(txid: string, { anew = false, lost = false } = {}): string | undefined {
    for (const { accId, cardRefs } of CUSTOMERS) {
      for (const cardRef of cardRefs) {
        const settled = anew
          ? this.till.settleAnew(accId, cardRef, txid)
          : this.till.settle(accId, cardRef, txid);
        if (settled === undefined) continue;
        if (!lost) void this.sendPayment(settled);
        return settled.payment.txid;
      }
    }
    return undefined;
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
  async backfill({ days, perDay, customers: ids, lost = false }: Backfill): Promise<number> {
    const customers = ids?.map((id) => this.customer(id)) ?? CUSTOMERS.filter(({ id }) => this.hasGrant(id));
    const count = customers.length === 0 ? 0 : Math.round(days * perDay);
    const moments = Array.from({ length: count }, () => this.clock() - this.random() * days * DAY_MS);
    for (const moment of moments.sort((a, b) => a - b)) {
      const customer = customers[Math.floor(this.random() * customers.length)];
      if (customer === undefined) continue;
      const paid = this.till.pay(customer, {}, moment);
      // A month of authorisations would be noise: most past payments are sent settled, some in two versions.
      if (paid.payment.status === "A" && this.random() < 0.2 && !lost) await this.sendPayment(paid);
      const last = this.till.settle(paid.accId, paid.cardRef, paid.payment.txid) ?? paid;
      if (!lost) await this.sendPayment(last);
    }
    return count;
  }

  /** Sends one event by hand, correct or with the requested fault. */
  trigger({ event, set = {}, fault, encoding }: Trigger): Promise<SentRequest> {
    const shift = timestampShift(fault);
    const timestamp = shift === null ? undefined : (this.clock() / 1000 + shift).toFixed(4);
    const sample =
      event === "card_transaction_received" ? this.samplePayment() : this.tokenData(this.sampleToken(event));
    const data = override(sample, set);
    if (event === "card_transaction_received") this.writeDown(data);
    return this.sender.send({ event, data, fault, encoding, timestamp });
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

  private sendPayment({ accId, cardRef, payment }: CardMovement): Promise<SentRequest> {
    return this.sender.send({
      event: "card_transaction_received",
      data: paymentData(accId, cardRef, { ...payment }),
    });
  }

  private tokenData(token: string): NotificationTree {
    return {
      webhook: this.webhookUrl,
      token,
      custom_reference: this.grants.find(token)?.customReference ?? "",
    };
  }

  private sampleToken(event: string): string {
    const live = this.grants.live().at(-1);
    return event === "token_revoked" && live !== undefined ? live.token : this.makeToken("camille", "");
  }

  private samplePayment(): NotificationTree {
    const { accId, cardRef, payment } = this.till.draft(this.customer("camille"), { status: "S" });
    return paymentData(accId, cardRef, { ...payment });
  }

  /** A payment whose fields were overridden is what the books say, too. */
  private writeDown({ body }: NotificationTree): void {
    const {
      acc_id: accId,
      card_ref: cardRef,
      transaction,
    } = body !== null && typeof body === "object" ? body : {};
    const payment = bankPaymentSchema.safeParse(transaction);
    if (!payment.success || typeof accId !== "string" || typeof cardRef !== "string") return;
    this.till.write({ accId, cardRef, at: this.clock(), payment: payment.data });
  }
}

function paymentData(accId: string, cardRef: string, transaction: NotificationTree): NotificationTree {
  const body = { method: "card_last_tx", card_ref: cardRef, acc_id: accId, transaction };
  return { request_id: String(100_000 + Math.floor(Math.random() * 900_000)), type_response: "async", body };
}
