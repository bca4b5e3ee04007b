import type { NotificationTree } from "@/lib/anytime/body/encode";
import { ScriptTrouble } from "./connect/script-trouble";
import type { Customer } from "./customers/customer";
import { Directory } from "./customers/directory";
import { Grants } from "./customers/grants";
import { WAITS } from "./notify/faults";
import type { SentRequest } from "./notify/history";
import { override } from "./notify/override";
import type { FaultMode, Outgoing, Sender } from "./notify/sender";
import { paymentData, sendTrigger, type Trigger } from "./notify/trigger";
import type { Ledger } from "./payments/ledger";
import { makeRandom, pick, type Random } from "./payments/random";
import { type Rate, Spending, whoSpends } from "./payments/spending";
import { type CardMovement, type Settlement, Till } from "./payments/till";
import type { BankState } from "./state/bank-state";
import type { Clock } from "./time/clock";

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

/** What a bank is made of. */
export interface BankParts {
  readonly sender: Sender;
  readonly state: BankState;
  readonly ledger: Ledger;
  /** Where notifications go; it may change. */
  readonly target: { webhookUrl: string };
  readonly seed: number;
  readonly clock: Clock;
}

/** How soon an authorised payment settles while money is being spent, in milliseconds. */
const SETTLE_MS = 8_000;
const DAY_MS = 86_400_000;
/** Authorisations that are older settle when the clock is moved. */
const SETTLES_AFTER_MS = 2 * DAY_MS;

/** The simulated bank: accounts, grants, payments. It notifies the partner by webhook. */
export class Bank {
  readonly state: BankState;
  readonly ledger: Ledger;
  readonly target: { webhookUrl: string };
  readonly clock: Clock;
  readonly grants: Grants;
  readonly directory: Directory;
  readonly script = new ScriptTrouble();
  private readonly sender: Sender;
  private readonly usualUrl: string;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly random: Random;
  private readonly till: Till;
  private readonly spending: Spending;

  constructor({ sender, state, ledger, target, seed, clock }: BankParts) {
    this.sender = sender;
    this.state = state;
    this.ledger = ledger;
    this.target = target;
    this.usualUrl = target.webhookUrl;
    this.clock = clock;
    this.random = makeRandom(seed + state.nextTxid);
    this.grants = new Grants(state.grants);
    this.directory = new Directory(state.added);
    this.till = new Till(ledger, state, this.random, clock);
    this.spending = new Spending(
      (customers) => this.spendOnce(customers),
      () => sender.pending,
    );
  }

  customers(): readonly Customer[] {
    return this.directory.all();
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
    return this.sendCreated(this.makeToken(this.directory.find(customerId).id, customReference));
  }

  /**
   * Revokes a customer's live grants.
   *
   * @param lost whether the partner never hears of it
   * @returns how many there were
   */
  revoke(customerId: string, lost = false): number {
    const live = this.grants.live(this.directory.find(customerId).id);
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
    const movement = this.till.pay(this.directory.find(customerId), set, at);
    if (!lost) void this.sendPayment(movement);
    return movement.payment.txid;
  }

  /** Settles an authorised payment. @returns the settled one's txid; undefined if there is none to settle */
  settle(
    txid: string,
    { lost, ...how }: Settlement & { lost?: boolean | undefined } = {},
  ): string | undefined {
    for (const { accId, cardRefs } of this.customers()) {
      for (const cardRef of cardRefs) {
        const settled = this.till.settle(accId, cardRef, txid, how);
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
  spend({ rate, customers = [] }: { rate: Rate; customers?: readonly string[] | undefined }): void {
    for (const id of customers) this.directory.find(id);
    this.spending.start(rate, customers);
  }

  /** The fault of the next notifications; null: none. */
  get faultMode(): FaultMode | null {
    return this.sender.faultMode;
  }

  set faultMode(mode: FaultMode | null) {
    this.sender.faultMode = mode;
  }

  /** Sends notifications somewhere else; null: where they went at the start. */
  redirect(url: string | null): void {
    this.target.webhookUrl = url ?? this.usualUrl;
  }

  get spendingRate(): Rate {
    return this.spending.now;
  }

  /** Past payments, oldest first, sent now with the dates they would have had. */
  async backfill({ days, perDay, customers: ids, lost = false }: Backfill): Promise<number> {
    const named = ids?.map((id) => this.directory.find(id));
    const customers = named ?? this.customers().filter(({ id }) => this.hasGrant(id));
    const count = customers.length === 0 ? 0 : Math.round(days * perDay);
    const moments = Array.from({ length: count }, () => this.clock() - this.random() * days * DAY_MS);
    for (const moment of moments.sort((a, b) => a - b)) {
      const customer = customers[Math.floor(this.random() * customers.length)];
      if (customer === undefined) continue;
      const paid = this.till.pay(customer, {}, moment);
      // A month of authorisations would be noise: most past payments are sent settled, some in two versions.
      if (paid.payment.status === "A" && this.random() < 0.2 && !lost) await this.sendInTurn(paid);
      const { accId, cardRef, payment } = paid;
      const last = this.till.settle(accId, cardRef, payment.txid, { varies: true }) ?? paid;
      if (!lost) await this.sendInTurn(last);
    }
    return count;
  }

  /** Sends one event by hand, correct or with the requested fault. */
  trigger(trigger: Trigger): Promise<SentRequest> {
    return sendTrigger(trigger, {
      sender: this.sender,
      till: this.till,
      clock: this.clock,
      sample: (event, set) => override(this.sample(event, trigger.customer), set),
    });
  }

  /** Sends what a persona did, or anything else that is already written down. */
  notify(
    movement: CardMovement,
    how: Pick<Outgoing, "fault" | "encoding" | "charset"> = {},
  ): Promise<SentRequest> {
    return this.sendPayment(movement, how);
  }

  /** Posts bytes as they are, once. */
  replay(contentType: string, body: Buffer) {
    return this.sender.sendRaw(contentType, body);
  }

  /**
   * Sets the bank's clock. Time that passes settles what was authorised long enough ago.
   *
   * @returns how many payments it settled
   */
  setClock(offset: number): number {
    this.state.clockOffset = offset;
    const due = this.clock() - SETTLES_AFTER_MS;
    const waiting = this.ledger.all().filter(({ at, payment }) => payment.status === "A" && at < due);
    return waiting.filter(({ payment }) => this.settle(payment.txid, { varies: true }) !== undefined).length;
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
    this.spending.stop();
    for (const timer of this.timers) clearTimeout(timer);
    await this.sender.close();
  }

  private spendOnce(customers: readonly string[]): void {
    const [first, ...others] = customers;
    const txid = this.pay(
      pick(
        this.random,
        first === undefined ? whoSpends(this.customers(), (id) => this.hasGrant(id)) : [first, ...others],
      ),
    );
    this.later(SETTLE_MS, () => this.settle(txid, { varies: true }));
  }

  /** Sends a payment before the next one happens, unless its fault is that it waits. */
  private async sendInTurn(movement: CardMovement): Promise<void> {
    const sent = this.sendPayment(movement);
    if (!WAITS.has(this.faultMode?.fault ?? "lost")) await sent;
  }

  private sendPayment(
    { accId, cardRef, payment }: CardMovement,
    how: Pick<Outgoing, "fault" | "encoding" | "charset"> = {},
  ): Promise<SentRequest> {
    const data = paymentData(accId, cardRef, { ...payment });
    return this.sender.send({ event: "card_transaction_received", data, ...how });
  }

  private tokenData(token: string): NotificationTree {
    const { customReference = "" } = this.grants.find(token) ?? {};
    return { webhook: this.target.webhookUrl, token, custom_reference: customReference };
  }

  /** The fields of an event that happens now. */
  private sample(event: Trigger["event"], customerId = "camille"): NotificationTree {
    const customer = this.directory.find(customerId);
    if (event === "card_transaction_received") {
      const { accId, cardRef, payment } = this.till.draft(customer, { status: "S" });
      return paymentData(accId, cardRef, { ...payment });
    }
    const live = this.grants.live().at(-1);
    if (event === "token_created" || live === undefined)
      return this.tokenData(this.makeToken(customer.id, ""));
    live.revoked = true;
    return this.tokenData(live.token);
  }
}
