import { type ListColumns, readColumns } from "@/lib/views/columns";

/** The columns that a list of payments can have, in the order of those who never chose. Their names are stored. */
export const PAYMENT_COLUMNS = [
  "time",
  "zone",
  "merchant",
  "user",
  "card",
  "category",
  "amount",
  "fee",
  "balance",
  "status",
] as const;
export type PaymentColumn = (typeof PAYMENT_COLUMNS)[number];

/** What is shown to those who never chose. */
export const USUAL_COLUMNS: readonly PaymentColumn[] = [
  "time",
  "merchant",
  "user",
  "card",
  "category",
  "amount",
  "status",
];

/** These cannot be hidden: one opens the payment, and the other is what it is about. */
const FIXED_COLUMNS: readonly PaymentColumn[] = ["merchant", "amount"];

/** The columns of payments. */
export const PAYMENT_LIST: ListColumns<PaymentColumn> = {
  all: PAYMENT_COLUMNS,
  usual: USUAL_COLUMNS,
  fixed: FIXED_COLUMNS,
};

/** Reads columns as an address or a choice has them; null if it names none. */
export function readPaymentColumns(text: string | null | undefined): readonly PaymentColumn[] | null {
  return readColumns(text, PAYMENT_LIST);
}

/** Writes columns for an address or a choice; null for the usual ones. */
export function writePaymentColumns(columns: readonly PaymentColumn[]): string | null {
  const text = columns.join(",");
  return text === USUAL_COLUMNS.join(",") ? null : text;
}
