import { useFormatter, useLocale, useTranslations } from "next-intl";
import { SparkFigure } from "@/components/charts/spark";
import { formatMoney } from "@/components/payment-table/money";
import type { SpendDay } from "@/lib/cards/spend/spend-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";

interface SpendSparkProps {
  days: readonly SpendDay[];
  label: string;
  height?: number;
}

/** The spend of the last days as a line, and in words behind it. */
export function SpendSpark({ days, label, height }: SpendSparkProps) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  const format = useFormatter();
  const points = days.map(({ day, amount }) => ({
    key: day,
    // Pixels, not money: here a double will do.
    value: amount === null ? null : Number(amount),
    said: t("dayAmount", {
      day: format.dateTime(new Date(`${day}T12:00:00Z`), { dateStyle: "full", timeZone: "UTC" }),
      amount: amount === null ? t("adding") : formatMoney(amount, ACCOUNT_CURRENCY, locale),
    }),
  }));
  return <SparkFigure points={points} label={label} {...(height === undefined ? {} : { height })} />;
}
