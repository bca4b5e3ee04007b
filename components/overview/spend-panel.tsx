import { useLocale, useTranslations } from "next-intl";
import { formatCharged, formatMoney } from "@/components/payment-table/money";
import { SpendSpark } from "@/components/transactions/spend-spark";
import { Panel } from "@/components/ui/panel";
import type { ChargedSum, SpendDay } from "@/lib/cards/spend/spend-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";

interface SpendPanelProps {
  /** null while they are added up. */
  sums: { today: string | null; week: string | null; month: string | null };
  days: readonly SpendDay[];
  /** null while they are added up. */
  charged: readonly ChargedSum[] | null;
}

/** The spend of linked cards: today, in a week, in a month. */
export function SpendPanel({ sums, days, charged }: SpendPanelProps) {
  const t = useTranslations("overview.spend");
  const locale = useLocale();
  return (
    <Panel title={t("title")}>
      <dl className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(min(116px,100%),1fr))] gap-3">
        {(["today", "week", "month"] as const).map((period) => (
          <div key={period} className="min-w-0">
            <dt className="truncate text-label text-dim">{t(period)}</dt>
            <dd className="truncate text-figure font-semibold tabular-nums">
              {sums[period] === null ? (
                <span className="text-dim">{t("adding")}</span>
              ) : (
                formatMoney(sums[period], ACCOUNT_CURRENCY, locale)
              )}
            </dd>
          </div>
        ))}
      </dl>
      <SpendSpark days={days} label={t("title")} height={96} />
      {charged !== null && charged.length > 0 && (
        <section className="mt-3 text-label text-dim" aria-label={t("charged")}>
          <span aria-hidden="true">{t("charged")}</span>
          <ul className="flex flex-wrap gap-x-3 tabular-nums">
            {charged.map(({ currency, amount, count }) => (
              <li key={currency}>
                <bdi>{formatCharged(amount, currency, locale)}</bdi>
                <span className="sr-only">{t("payments", { count })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Panel>
  );
}
