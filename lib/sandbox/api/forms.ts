import type { BankCard, Customer } from "../customers/customer";
import { effectOf, toDecimal } from "../payments/bank-payment";
import type { Movement } from "../payments/ledger";

/** A card as the API describes it. */
export function cardForm(customer: Customer, card: BankCard, balanceCents: number) {
  const [first = "", ...last] = customer.name.split(" ");
  // Made of the reference: the same card always has the same dates.
  const year = 2024 + (Number(card.ref.slice(-3)) % 2);
  return {
    card_ref: card.ref,
    status: card.status,
    activation_date: `${year}-03-12 09:30:00`,
    expiry_date: card.status === "EXP" ? `${year + 1}-03-31` : `${year + 4}-03-31`,
    balance: toDecimal(balanceCents),
    atm: "1",
    pos: "1",
    card_type: card.type,
    card_holder: { gender: customer.gender, first_name: first, last_name: last.join(" ") },
  };
}

/** A payment as the API returns it: the pushed fields, and those that only the API has. */
export function paymentForm({ payment }: Movement) {
  return {
    ...payment,
    date_transaction: payment.date,
    vat_details: [],
    // The bank's own SDK reads it wherever it stands, so it stands only where there is a reason.
    ...(payment.status === "D"
      ? { failed_reason: { code: "51", message: "Insufficient funds or spending limit reached" } }
      : {}),
  };
}

/** Movements of an account, oldest first, with the balance after each. */
export function statementForms(movements: readonly Movement[], openingCents: number) {
  let balance = openingCents;
  return movements.map(({ payment }) => {
    balance += effectOf(payment);
    return {
      txid: payment.txid,
      description: payment.description,
      date: payment.date,
      execution_date: payment.date,
      amount: toDecimal(Math.abs(effectOf(payment))),
      type: payment.type,
      balance: toDecimal(balance),
      currency: "EUR",
      virtual_iban: "",
      status: payment.status,
    };
  });
}
