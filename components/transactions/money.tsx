import { digitsOf } from "@/lib/anytime/values/currency-digits";
import { directionOf } from "@/lib/anytime/values/transaction-status";
import { ACCOUNT_CURRENCY, type TransactionRow } from "@/lib/cards/transactions/transaction-row";

/** A decimal in the format of a language, every digit kept, and no sign at zero. It never becomes a double. */
export function formatDecimal(text: string, locale: string, leastDigits = 2): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const scale = text.replace(/0+$/, "").split(".")[1]?.length ?? 0;
  const digits = Math.min(Math.max(scale, leastDigits), 100);
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  });
  // The engine formats decimal text exactly; the type asks for literals of that shape.
  return format.format(text as Intl.StringNumericLiteral).replace("-", "−");
}

/** A sum in a currency, with its symbol and digits; an unknown code follows the number. */
export function formatMoney(text: string, currency: string, locale: string): string {
  const digits = digitsOf(currency);
  if (!/^[A-Z]{3}$/.test(currency)) return `${formatDecimal(text, locale)} ${currency}`;
  const options = {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  } as const;
  return new Intl.NumberFormat(locale, options).format(text as Intl.StringNumericLiteral).replace("-", "−");
}

/** The unsigned amount: the sign comes only from the type, in rows and in sums. */
export function magnitudeOf(amount: string): string {
  return amount.replace(/^[-+]/, "");
}

interface AmountProps {
  row: Pick<TransactionRow, "amount" | "amountFx" | "currency" | "type">;
  locale: string;
  /** Also shows the amount in a foreign currency. */
  withFx?: boolean;
}

/**
 * A signed amount; the sign comes from the type, and zero has none. Debits keep the text colour, only credits are
 * green.
 */
export function Amount({ row, locale, withFx }: AmountProps) {
  const direction = directionOf(row.type);
  const bare = magnitudeOf(row.amount);
  const zero = !/[1-9]/.test(bare);
  const sign = zero || direction === "unknown" ? "" : direction === "credit" ? "+" : "−";
  const foreign = row.currency !== null && row.currency !== ACCOUNT_CURRENCY && row.amountFx !== null;
  return (
    <span className={direction === "credit" ? "text-ok" : undefined}>
      {sign}
      {formatDecimal(bare, locale, digitsOf(ACCOUNT_CURRENCY))}{" "}
      <span className="text-label text-faint">{ACCOUNT_CURRENCY}</span>
      {withFx === true && foreign && row.amountFx !== null && (
        <span className="block text-label text-faint">
          {formatDecimal(magnitudeOf(row.amountFx), locale, digitsOf(row.currency))} <bdi>{row.currency}</bdi>
        </span>
      )}
    </span>
  );
}
