import { listKeyOf, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";

/** The orders of a list of payments, as in the URL: by date, newest first, or by the amount without its sign. */
export const PAYMENT_ORDERS = ["newest", "largest", "smallest"] as const;
export type PaymentOrder = (typeof PAYMENT_ORDERS)[number];

/** The order that a URL asks for; what means nothing is the newest first, and said. */
export function readPaymentOrder(text: string | undefined): { order: PaymentOrder; isDropped: boolean } {
  const order = PAYMENT_ORDERS.find((name) => name === text);
  return { order: order ?? "newest", isDropped: order === undefined && (text ?? "").trim() !== "" };
}

/** What cursors of a list are bound to: the same filters in the same order have the same. */
export function orderedListKey(filters: TransactionFilters, order: PaymentOrder): string {
  return order === "newest" ? listKeyOf(filters) : listKeyOf(filters, `transactions, ${order} first`);
}
