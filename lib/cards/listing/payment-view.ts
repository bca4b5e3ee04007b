import { readTransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { readPaymentColumns } from "./payment-columns";
import { readPaymentOrder } from "./payment-order";

/** What a saved view of payments keeps of an address: its filters, its order, and the columns that it names. */
export function paymentView(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { filters } = readTransactionFilters(query);
  const { order } = readPaymentOrder(query.sort);
  const columns = readPaymentColumns(query.columns);
  return {
    ...filters,
    ...(order !== "newest" && { sort: order }),
    ...(columns !== null && { columns: columns.join(",") }),
  };
}
