import { createHash } from "node:crypto";
import type { BankTransaction } from "@/lib/anytime/events";
import { canonicalDecimal } from "@/lib/anytime/values/canonical-decimal";

/** What a version says, whichever way it came. */
export interface SaidVersion {
  readonly source: "delivery" | "bank_api";
  readonly transaction: BankTransaction;
  readonly requestId: string | null;
  readonly receivedAt: Date;
}

const AMOUNTS = ["amount", "amount_fx", "fx", "fx_fee", "balance_after"] as const;
const TEXTS = ["mcc", "currency", "status", "type", "date", "description"] as const;
/** Stands for a status or type that was not said. */
const UNSAID = "?";

/** What two answers of the bank's API have in common that say the same: amounts are numbers, not digits. */
export function digestContent(transaction: BankTransaction): Buffer {
  const amounts = AMOUNTS.map((field) => {
    const amount = transaction[field];
    return amount === null ? null : canonicalDecimal(amount);
  });
  const content = [transaction.txid, ...amounts, ...TEXTS.map((field) => transaction[field])];
  return createHash("sha256").update(JSON.stringify(content)).digest();
}

/**
 * Folds the versions of a transaction: the greatest decides. What an answer of the bank's API leaves out is taken from
 * the versions below it, down to the first delivery: that says all there is.
 *
 * @param versions greatest first, at least one
 */
export function foldVersions(versions: readonly [SaidVersion, ...SaidVersion[]]): SaidVersion {
  const [greatest] = versions;
  const end = versions.findIndex(({ source }) => source === "delivery");
  const asked = end === -1 ? versions : versions.slice(0, end + 1);
  const first = (read: (version: SaidVersion) => string | null): string | null => {
    for (const version of asked) {
      const said = read(version);
      if (said !== null && said !== "") return said;
    }
    return null;
  };
  const field = (name: Exclude<keyof BankTransaction, "txid" | "amount" | "status" | "type">) =>
    first(({ transaction }) => transaction[name]);
  const letter = (name: "status" | "type") =>
    first(({ transaction }) => (transaction[name] === UNSAID ? null : transaction[name])) ?? UNSAID;
  const transaction: BankTransaction = {
    ...greatest.transaction,
    mcc: field("mcc"),
    amount_fx: field("amount_fx"),
    currency: field("currency"),
    fx: field("fx"),
    fx_fee: field("fx_fee"),
    status: letter("status"),
    type: letter("type"),
    balance_after: field("balance_after"),
    date: field("date"),
    description: field("description"),
  };
  return { ...greatest, transaction, requestId: first(({ requestId }) => requestId) };
}
