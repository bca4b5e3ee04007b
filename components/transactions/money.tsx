import { directionOf } from "@/lib/cards/status";
import { ACCOUNT_CURRENCY, type TransactionRow } from "@/lib/cards/transaction-row";

/** A decimal as people of a language write it, every digit kept. It never becomes a double. */
export function formatDecimal(text: string, locale: string, leastDigits = 2): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const scale = text.split(".")[1]?.length ?? 0;
  const digits = Math.min(Math.max(scale, leastDigits), 100);
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // The engine formats decimal text exactly; the type asks for literals of that shape.
  return format.format(text as Intl.StringNumericLiteral).replace("-", "−");
}

/** A sum in the currency of accounts. */
export function formatMoney(text: string, currency: string, locale: string): string {
  const options = {
    style: "currency",
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  } as const;
  return new Intl.NumberFormat(locale, options).format(text as Intl.StringNumericLiteral).replace("-", "−");
}

interface AmountProps {
  row: Pick<TransactionRow, "amount" | "amountFx" | "currency" | "type" | "status">;
  locale: string;
  /** Shows what was paid in another currency, too. */
  withFx?: boolean;
}

/** A signed amount; the sign comes from the type. Debits stay ink, only credits turn green. */
export function Amount({ row, locale, withFx }: AmountProps) {
  const direction = directionOf(row.type);
  const sign = direction === "credit" ? "+" : direction === "debit" ? "−" : "";
  const bare = row.amount.replace(/^[-+]/, "");
  const foreign = row.currency !== null && row.currency !== ACCOUNT_CURRENCY && row.amountFx !== null;
  return (
    <span className={direction === "credit" ? "text-ok" : undefined}>
      {sign}
      {formatDecimal(bare, locale)} <span className="text-label text-faint">{ACCOUNT_CURRENCY}</span>
      {withFx === true && foreign && row.amountFx !== null && (
        <span className="block text-label text-faint">
          {formatDecimal(row.amountFx.replace(/^[-+]/, ""), locale)} {row.currency}
        </span>
      )}
    </span>
  );
}
