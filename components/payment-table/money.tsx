import { digitsOf } from "@/lib/anytime/values/currency-digits";
import { directionOf } from "@/lib/anytime/values/transaction-status";
import { ACCOUNT_CURRENCY, type TransactionRow } from "@/lib/cards/transactions/transaction-row";

/**
 * Money, as it is written everywhere: with its currency's symbol where the language puts it, at least its currency's
 * digits and every further one, and no sign at zero. An unknown code follows the number. It never becomes a double.
 */
export function formatMoney(text: string, currency: string, locale: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return `${text} ${currency}`;
  const scale = text.replace(/0+$/, "").split(".")[1]?.length ?? 0;
  const digits = Math.min(Math.max(scale, digitsOf(currency)), 100);
  const isCode = /^[A-Z]{3}$/.test(currency);
  const format = makeFormat(locale, isCode ? currency : null, digits);
  // The engine formats decimal text exactly; the type asks for literals of that shape.
  const written = format.format(text as Intl.StringNumericLiteral).replace("-", "−");
  return isCode ? written : `${written} ${currency}`;
}

const formats = new Map<string, Intl.NumberFormat>();
/** Anybody who can sign a notification can name currencies. */
const MOST_FORMATS = 200;

/** A format is kept: to make one takes longer than all amounts of a page. */
function makeFormat(locale: string, currency: string | null, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`;
  const kept = formats.get(key);
  if (kept !== undefined) return kept;
  const format = new Intl.NumberFormat(locale, {
    ...(currency === null ? {} : { style: "currency", currency }),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(key, format);
  return format;
}

/** A sum of what was charged; where nobody knows it, only its currency. */
export function formatCharged(text: string | null, currency: string, locale: string): string {
  return text === null ? `— ${currency}` : formatMoney(text, currency, locale);
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
      {formatMoney(bare, ACCOUNT_CURRENCY, locale)}
      {withFx === true && foreign && row.amountFx !== null && (
        <span className="block text-label text-faint">
          <span className="sr-only">, </span>
          <bdi>{formatMoney(magnitudeOf(row.amountFx), row.currency ?? "", locale)}</bdi>
        </span>
      )}
    </span>
  );
}
