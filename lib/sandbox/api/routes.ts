import type { Bank } from "../bank";
import type { Customer } from "../customers/customer";
import type { Grant } from "../customers/grants";
import { toDecimal } from "../payments/bank-payment";
import { parisTime } from "../time/clock";
import { ApiError } from "./errors";
import { cardForm, paymentForm, statementForms } from "./forms";
import { page, readFilters } from "./paging";

/** A call, after it was let in. */
export interface Call {
  readonly bank: Bank;
  readonly grant: Grant;
  readonly customer: Customer;
  readonly query: URLSearchParams;
}

type Route = readonly [pattern: RegExp, answer: (call: Call, first: string, second: string) => object];

const ROUTES: readonly Route[] = [
  [/^apicheck$/, ({ bank }) => ({ date_time: parisTime(new Date(bank.clock())) })],
  [/^accounts$/, listAccounts],
  [/^accounts\/([^/]+)$/, describeAccount],
  [/^accounts\/([^/]+)\/balance$/, readBalance],
  [/^accounts\/([^/]+)\/statements$/, listMovements],
  [/^accounts\/([^/]+)\/statements\/([^/]+)$/, describeMovement],
  [/^accounts\/([^/]+)\/cards$/, listCards],
  [/^cards\/([^/]+)$/, describeCard],
  [/^cards\/([^/]+)\/transactions$/, listPayments],
  [/^cards\/([^/]+)\/transactions\/([^/]+)$/, describePayment],
];

/** Whether there is something at a path under the version. */
export function isRoute(path: string): boolean {
  return ROUTES.some(([pattern]) => pattern.test(path));
}

/** The body of an answer. @throws ApiError */
export function answerCall(path: string, call: Call): object {
  for (const [pattern, answer] of ROUTES) {
    const [whole, first = "", second = ""] = pattern.exec(path) ?? [];
    if (whole !== undefined) return answer(call, decode(first), decode(second));
  }
  throw new ApiError("route");
}

function listAccounts({ customer, query }: Call) {
  const accounts = [{ acc_id: customer.accId, acc_type: customer.accType }];
  const { rows, ...rest } = page(accounts, readFilters(query));
  return { ...rest, accounts: rows };
}

function describeAccount({ customer }: Call, accId: string) {
  ownAccount(customer, accId);
  const [first = "", ...last] = customer.name.split(" ");
  return {
    acc_id: customer.accId,
    acc_type: customer.accType,
    acc_currency: "EUR",
    user_gender: customer.gender,
    user_first_name: first,
    user_last_name: last.join(" "),
    user_email: customer.email,
    user_dob: "1988-04-12",
    iban: { iban: "", swift: "" },
    virtual_ibans: [],
  };
}

function readBalance({ bank, customer }: Call, accId: string) {
  ownAccount(customer, accId);
  return { acc_id: customer.accId, balance: toDecimal(bank.ledger.balance(customer.accId)) };
}

/** The movements of an account, newest first. */
function movementsOf({ bank, customer: { accId } }: Call) {
  return statementForms(bank.ledger.ofAccount(accId), bank.ledger.opening(accId)).reverse();
}

function listMovements(call: Call, accId: string) {
  const { grant, customer, query } = call;
  ownAccount(customer, accId);
  wide(grant);
  const movements = movementsOf(call);
  const { rows, ...rest } = page(movements, readFilters(query), (movement) => movement.date);
  return { acc_id: customer.accId, acc_type: customer.accType, ...rest, transactions: rows };
}

/** The SDK writes the account before the txid: `20418-11111111111`. */
function describeMovement(call: Call, accId: string, id: string) {
  ownAccount(call.customer, accId);
  wide(call.grant);
  const found = movementsOf(call).find(({ txid }) => id === `${accId}-${txid}`);
  if (found === undefined) throw new ApiError("statement");
  return { acc_id: accId, ...found };
}

function listCards({ bank, grant, customer }: Call, accId: string) {
  ownAccount(customer, accId);
  wide(grant);
  const balance = bank.ledger.balance(customer.accId);
  const cards = bank
    .customers()
    .filter((each) => each.accId === customer.accId)
    .flatMap((holder) => holder.cards.map((card) => cardForm(holder, card, balance)));
  return { acc_id: customer.accId, cards };
}

function describeCard({ bank, grant, customer }: Call, cardRef: string) {
  wide(grant);
  const { holder, card } = ownCard(bank, customer, cardRef);
  const form = cardForm(holder, card, bank.ledger.balance(customer.accId));
  const { first_name, last_name } = form.card_holder;
  const embossed = holder.name.toUpperCase();
  return {
    acc_id: customer.accId,
    validity_month: 48,
    ...form,
    card_name: { first_name, last_name, embossed },
  };
}

function listPayments({ bank, grant, customer, query }: Call, cardRef: string) {
  wide(grant);
  ownCard(bank, customer, cardRef);
  const movements = bank.ledger.ofCard(customer.accId, cardRef);
  const { rows, ...rest } = page(movements, readFilters(query), ({ payment }) => payment.date);
  return { card_ref: cardRef, acc_id: customer.accId, ...rest, transactions: rows.map(paymentForm) };
}

function describePayment({ bank, grant, customer }: Call, cardRef: string, txid: string) {
  wide(grant);
  ownCard(bank, customer, cardRef);
  const found = bank.ledger.find(customer.accId, cardRef, txid);
  if (found === undefined) throw new ApiError("payment");
  return { card_ref: cardRef, acc_id: customer.accId, ...paymentForm(found) };
}

function ownAccount(customer: Customer, accId: string): void {
  if (accId !== customer.accId) throw new ApiError("account");
}

/** Holders of one account see each other's cards. */
function ownCard(bank: Bank, customer: Customer, cardRef: string) {
  for (const holder of bank.customers()) {
    const card = holder.cards.find(({ ref }) => ref === cardRef);
    if (card !== undefined && holder.accId === customer.accId) return { holder, card };
  }
  throw new ApiError("card");
}

function wide(grant: Grant): void {
  if (grant.narrow) throw new ApiError("scope");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError("route");
  }
}
