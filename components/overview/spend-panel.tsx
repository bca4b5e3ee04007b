import { useLocale, useTranslations } from "next-intl";
import { SparkFigure } from "@/components/charts/spark";
import { formatMoney } from "@/components/transactions/money";
import { Panel } from "@/components/ui/panel";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";

interface SpendPanelProps {
  sums: { today: string; week: string; month: string };
  points: readonly { day: string; amount: string }[];
}

/** The spend of linked cards: today, in a week, in a month. */
export function SpendPanel({ sums, points }: SpendPanelProps) {
  const t = useTranslations("overview.spend");
  const locale = useLocale();
  return (
    <Panel title={t("title")}>
      <dl className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(min(116px,100%),1fr))] gap-3">
        {(["today", "week", "month"] as const).map((period) => (
          <div key={period} className="min-w-0">
            <dt className="truncate text-label text-dim">{t(period)}</dt>
            <dd className="truncate text-figure font-semibold tabular-nums">
              {formatMoney(sums[period], ACCOUNT_CURRENCY, locale)}
            </dd>
          </div>
        ))}
      </dl>
      <SparkFigure points={points} label={t("title")} height={96} />
    </Panel>
  );
}
