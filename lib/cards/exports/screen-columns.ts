import { type PaymentColumn, readPaymentColumns } from "@/lib/cards/listing/payment-columns";
import { SHEET_COLUMNS, type SheetColumn } from "./sheet-columns";

/** What a column of the screen is in a file, where each cell has one thing. */
const OF_SCREEN: Readonly<Record<PaymentColumn, readonly SheetColumn[]>> = {
  time: ["date"],
  zone: ["zone"],
  merchant: ["merchant", "city", "country"],
  user: ["user"],
  card: ["card"],
  category: ["category"],
  amount: ["amount", "currency", "charged", "chargedCurrency"],
  fee: ["fee"],
  balance: ["balanceAfter"],
  status: ["status", "direction"],
};

/** The columns of a file: those of the screen, as they were ordered, or all. */
export function sheetColumnsOf(columns: string | null): readonly SheetColumn[] {
  const chosen = readPaymentColumns(columns);
  return chosen === null ? SHEET_COLUMNS : chosen.flatMap((column) => OF_SCREEN[column]);
}
