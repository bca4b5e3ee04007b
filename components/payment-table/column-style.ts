import type { PaymentColumn } from "@/lib/cards/listing/payment-columns";

/** Which columns a table of payments has, in order. */
export interface ShownColumns {
  readonly columns: readonly PaymentColumn[];
  /** Somebody chose them: then only a phone leaves some out, and the table scrolls where there is no room. */
  readonly isChosen: boolean;
  /** With its day in each row, where no heading says it. */
  readonly isDated: boolean;
}

/** Where there is little room, the usual columns make place for each other. */
const USUAL_HIDDEN: Partial<Readonly<Record<PaymentColumn, string>>> = {
  card: "max-lg:hidden",
  category: "max-xl:hidden",
};

const WIDTHS: Readonly<Record<PaymentColumn, string>> = {
  time: "w-[104px]",
  zone: "w-[84px]",
  merchant: "",
  user: "w-[18%]",
  card: "w-[96px]",
  category: "w-[18%]",
  amount: "w-[150px] max-sm:w-[44%]",
  fee: "w-[104px]",
  balance: "w-[136px]",
  status: "w-[132px]",
};
/** Columns that share what is left have a width of their own beside chosen ones, and so the merchant keeps some. */
const CHOSEN_WIDTHS: Partial<Readonly<Record<PaymentColumn, string>>> = {
  user: "w-[150px]",
  category: "w-[160px]",
};

/** Pixels that a table needs for each chosen column. */
const ROOM: Readonly<Record<PaymentColumn, number>> = {
  ...{ time: 160, zone: 84, merchant: 220, user: 150, card: 96 },
  ...{ category: 160, amount: 150, fee: 104, balance: 136, status: 132 },
};
/** The least width of a table by the hundreds of pixels that it needs, from a tablet on. */
const LEAST = [
  ...["", "", "", "", "sm:[&>table]:min-w-[500px]", "sm:[&>table]:min-w-[600px]"],
  ...["sm:[&>table]:min-w-[700px]", "sm:[&>table]:min-w-[800px]", "sm:[&>table]:min-w-[900px]"],
  ...["sm:[&>table]:min-w-[1000px]", "sm:[&>table]:min-w-[1100px]", "sm:[&>table]:min-w-[1200px]"],
  ...["sm:[&>table]:min-w-[1300px]", "sm:[&>table]:min-w-[1400px]"],
] as const;

/** The classes that hide a column where there is no room for it. */
export function hiddenStyle(column: PaymentColumn, { isChosen }: Pick<ShownColumns, "isChosen">): string {
  if (column === "merchant" || column === "amount") return "";
  return isChosen ? "max-sm:hidden" : (USUAL_HIDDEN[column] ?? "max-sm:hidden");
}

/** The classes of a column's head. */
export function headStyle(column: PaymentColumn, shown: ShownColumns): string {
  const usual = column === "time" && shown.isDated ? "w-[160px]" : WIDTHS[column];
  const width = shown.isChosen || shown.isDated ? (CHOSEN_WIDTHS[column] ?? usual) : usual;
  return `${width} ${hiddenStyle(column, shown)}`;
}

/** The classes of a table with these columns. */
export function tableStyle({ columns, isChosen }: ShownColumns): string {
  const room = columns.reduce((sum, column) => sum + ROOM[column], 0);
  const least = isChosen ? (LEAST[Math.floor(room / 100)] ?? "") : "";
  // Headings of days are as wide as this container.
  return `[container-type:inline-size] [&>table]:table-fixed ${least}`;
}
