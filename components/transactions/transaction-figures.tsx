import { useLocale, useTranslations } from "next-intl";
import { filterHref, type Query } from "@/components/filters/href";
import { FigureStrip } from "@/components/ui/figure-strip";
import type { SpendDay } from "@/lib/cards/spend/spend-store";
import type { TransactionTotals } from "@/lib/cards/transactions/totals-store";
import { formatMoney } from "./money";
import { SpendSpark } from "./spend-spark";

interface TransactionFiguresProps {
  /** Null while they are added up: they keep their room. */
  totals: TransactionTotals | null;
  spend: readonly SpendDay[] | null;
  query: Query;
}

const ROOM = "\u2007";

/** Totals of the list, each a link to its filter. */
export function TransactionFigures({ totals, spend, query }: TransactionFiguresProps) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  const href = (changes: Record<string, string | null>) =>
    filterHref("/transactions", query, { status: null, direction: null, unattributed: null, ...changes });
  const over = (text: string, isExact: boolean) => (isExact ? text : t("over", { text }));
  const figure = (key: "settled" | "authorised" | "credits", changes: Record<string, string | null>) => ({
    key,
    label: t(key),
    value:
      totals === null ? ROOM : over(formatMoney(totals[key].amount, totals.currency, locale), totals.isExact),
    note: totals === null ? ROOM : over(totals[key].count.toLocaleString(locale), totals.isExact),
    href: href(changes),
  });
  const unattributed = totals?.unattributed ?? null;
  return (
    <FigureStrip
      label={t("label")}
      figures={[
        figure("settled", { status: "settled", direction: "debit" }),
        figure("authorised", { status: "authorised", direction: "debit" }),
        figure("credits", { status: "settled", direction: "credit" }),
        {
          key: "unattributed",
          label: t("unattributed"),
          value:
            unattributed === null
              ? ROOM
              : over(unattributed.count.toLocaleString(locale), unattributed.isExact),
          href: href({ unattributed: "1" }),
          ...((unattributed?.count ?? 0) > 0 ? { tone: "hold" as const } : {}),
        },
        {
          key: "spend",
          label: t("spend"),
          value: spend === null ? ROOM : <SpendSpark days={spend} label={t("spend")} />,
        },
      ]}
    />
  );
}
