import { type BankPayment, effectOf } from "./bank-payment";

/** What happened on an account: a card payment, or a transfer, which has no card. */
export interface Movement {
  readonly accId: string;
  readonly cardRef: string | null;
  /** Milliseconds since 1970, by the bank's clock. */
  readonly at: number;
  readonly payment: BankPayment;
}

interface Account {
  /** Cents before the first movement that is still kept. */
  opening: number;
  balance: number;
  readonly movements: Map<string, Movement>;
}

/** Cents that an account begins with. */
const OPENING = 250_000;
/** Movements that one account keeps: beyond them the oldest leave, and its opening balance takes them in. */
const MOST = 20_000;

/** The bank's books: the current version of every payment, and balances that are their sum. */
export class Ledger {
  private readonly accounts = new Map<string, Account>();

  /** @param onRecord hears of each new version */
  constructor(private readonly onRecord: (movement: Movement) => void = () => undefined) {}

  /** The balance of an account, in cents. */
  balance(accId: string): number {
    return this.accounts.get(accId)?.balance ?? OPENING;
  }

  opening(accId: string): number {
    return this.accounts.get(accId)?.opening ?? OPENING;
  }

  /** Writes a payment, or the next version of it. */
  record(movement: Movement): void {
    const account = this.account(movement.accId);
    const key = keyOf(movement.cardRef, movement.payment.txid);
    const known = account.movements.get(key);
    account.balance += effectOf(movement.payment) - (known === undefined ? 0 : effectOf(known.payment));
    account.movements.set(key, movement);
    this.trim(account);
    this.onRecord(movement);
  }

  find(accId: string, cardRef: string, txid: string): Movement | undefined {
    return this.accounts.get(accId)?.movements.get(keyOf(cardRef, txid));
  }

  /** The movements of an account, oldest first. */
  ofAccount(accId: string): Movement[] {
    return [...(this.accounts.get(accId)?.movements.values() ?? [])].sort((a, b) => a.at - b.at);
  }

  /** The payments of a card, newest first. */
  ofCard(accId: string, cardRef: string): Movement[] {
    return this.ofAccount(accId)
      .filter((movement) => movement.cardRef === cardRef)
      .reverse();
  }

  /** Every movement, account by account. */
  all(): Movement[] {
    return [...this.accounts.keys()].flatMap((accId) => this.ofAccount(accId));
  }

  private account(accId: string): Account {
    const found = this.accounts.get(accId) ?? { opening: OPENING, balance: OPENING, movements: new Map() };
    this.accounts.set(accId, found);
    return found;
  }

  private trim(account: Account): void {
    if (account.movements.size <= MOST) return;
    const [oldest] = account.movements;
    if (oldest === undefined) return;
    account.movements.delete(oldest[0]);
    account.opening += effectOf(oldest[1].payment);
  }
}

function keyOf(cardRef: string | null, txid: string): string {
  return `${cardRef ?? ""}/${txid}`;
}
