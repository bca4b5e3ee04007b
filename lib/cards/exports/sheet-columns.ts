import { BANK_ZONE, bankOffset } from "@/lib/anytime/values/bank-zone";
import { directionOf } from "@/lib/anytime/values/transaction-status";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { ExportedRow } from "./exported-row";

/** What a cell is: text, an exact number, or a time of the bank's zone. */
export type SheetCell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "decimal"; readonly decimal: string }
  | { readonly kind: "time"; readonly at: Date }
  | null;

/** The columns of a file, in order; each has a word in the messages. */
export const SHEET_COLUMNS = [
  "date",
  "zone",
  "merchant",
  "city",
  "country",
  "user",
  "card",
  "account",
  "categoryCode",
  "category",
  "amount",
  "currency",
  "charged",
  "chargedCurrency",
  "rate",
  "fee",
  "status",
  "direction",
  "balanceAfter",
  "txid",
  "id",
  "description",
] as const;

export type SheetColumn = (typeof SHEET_COLUMNS)[number];

/** The words of a file: of its columns, and of what stands in them. */
export interface SheetWords {
  readonly locale: "en" | "fr";
  readonly column: (name: SheetColumn) => string;
  readonly status: (letter: string) => string;
  readonly direction: (direction: "debit" | "credit") => string;
}

const text = (value: string | null): SheetCell => (value === null ? null : { kind: "text", text: value });
const decimal = (value: string | null): SheetCell =>
  value === null ? null : { kind: "decimal", decimal: value };

/** The cells of a payment, in the order of the columns. */
export function sheetCells(
  row: ExportedRow,
  words: SheetWords,
  columns: readonly SheetColumn[] = SHEET_COLUMNS,
): SheetCell[] {
  const at = new Date(row.bankDate);
  const direction = directionOf(row.type);
  const cells: Readonly<Record<SheetColumn, SheetCell>> = {
    date: { kind: "time", at },
    zone: text(bankOffset(at)),
    merchant: text(row.merchant),
    city: text(row.city),
    country: text(row.country),
    user: text(row.userName),
    card: text(row.cardRef),
    account: text(row.accId),
    categoryCode: text(row.mcc),
    category: text(row.category?.[words.locale] ?? null),
    amount: decimal(signed(row.amount, row.type)),
    currency: text(ACCOUNT_CURRENCY),
    charged: decimal(row.amountFx === null ? null : signed(row.amountFx, row.type)),
    chargedCurrency: text(row.currency),
    rate: decimal(row.fx),
    fee: decimal(row.fxFee),
    status: text(words.status(row.status)),
    direction: text(direction === "unknown" ? row.type : words.direction(direction)),
    balanceAfter: decimal(row.balanceAfter),
    txid: text(row.txid),
    id: text(row.id),
    description: text(row.description),
  };
  return columns.map((name) => cells[name]);
}

/** The amount as the account feels it: the type gives the sign, and an unknown type none. */
export function signed(amount: string, type: string): string {
  const bare = amount.replace(/^[-+]/, "");
  return directionOf(type) === "debit" && /[1-9]/.test(bare) ? `-${bare}` : bare;
}

const LOCAL = new Intl.DateTimeFormat("sv-SE", {
  timeZone: BANK_ZONE,
  dateStyle: "short",
  timeStyle: "medium",
});

/** A time of the bank's zone, as in 2026-11-23 14:05:12. */
export function localTime(at: Date): string {
  return LOCAL.format(at);
}
