import { useLocale, useTranslations } from "next-intl";
import { filterHref, type Query } from "@/components/filters/href";
import { FigureStrip } from "@/components/ui/figure-strip";
import type { SpendDay } from "@/lib/cards/spend/spend-store";
import type { TransactionTotals } from "@/lib/cards/transactions/transactions-store";
import { formatMoney } from "./money";
import { SpendSpark } from "./spend-spark";

interface TransactionFiguresProps {
  totals: TransactionTotals;
  spend: readonly SpendDay[];
  query: Query;
}

/** Totals of the list, each a link to its filter. */
export function TransactionFigures({ totals, spend, query }: TransactionFiguresProps) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  const money = (amount: string) => formatMoney(amount, totals.currency, locale);
  const href = (changes: Record<string, string | null>) =>
    filterHref("/transactions", query, { status: null, direction: null, unattributed: null, ...changes });
  return (
    <FigureStrip
      label={t("label")}
      figures={[
        {
          key: "settled",
          label: t("settled"),
          value: money(totals.settled.amount),
          note: totals.settled.count.toLocaleString(locale),
          href: href({ status: "settled", direction: "debit" }),
        },
        {
          key: "authorised",
          label: t("authorised"),
          value: money(totals.authorised.amount),
          note: totals.authorised.count.toLocaleString(locale),
          href: href({ status: "authorised" }),
        },
        {
          key: "credits",
          label: t("credits"),
          value: money(totals.credits.amount),
          note: totals.credits.count.toLocaleString(locale),
          href: href({ direction: "credit" }),
        },
        {
          key: "unattributed",
          label: t("unattributed"),
          value: totals.unattributed.count.toLocaleString(locale),
          note: t("cards", { count: totals.unattributed.cards }),
          href: href({ unattributed: "1" }),
          ...(totals.unattributed.count > 0 ? { tone: "hold" as const } : {}),
        },
        { key: "spend", label: t("spend"), value: <SpendSpark days={spend} label={t("spend")} /> },
      ]}
    />
  );
}
