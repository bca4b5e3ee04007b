import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { formatMoney } from "@/components/payment-table/money";
import { Panel } from "@/components/ui/panel";
import type { MerchantSpend } from "@/lib/cards/merchants/spend-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";

/** Where most was spent in the last days; null while it is added up. */
export function TopMerchants({
  merchants,
  days,
}: {
  merchants: readonly MerchantSpend[] | null;
  days: number;
}) {
  const t = useTranslations("merchants.top");
  const locale = useLocale();
  return (
    <Panel title={t("title", { days })}>
      {merchants === null && <p className="text-dim">{t("adding")}</p>}
      {merchants?.length === 0 && <p className="text-dim">{t("none")}</p>}
      <ol className="-mx-2 flex flex-col text-table">
        {merchants?.map(({ id, name, amount, count }) => (
          <li key={id}>
            <Link
              href={`/transactions/merchants/${id}`}
              className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover"
            >
              <bdi className="min-w-0 grow truncate font-medium">{name}</bdi>
              <span className="shrink-0 text-label text-faint">{t("payments", { count })}</span>
              <span className="w-28 shrink-0 text-right tabular-nums">
                {formatMoney(amount, ACCOUNT_CURRENCY, locale)}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
