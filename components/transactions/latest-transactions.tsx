import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Amount } from "@/components/payment-table/money";
import { RelativeTime } from "@/components/ui/time";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

/** The latest transactions in short: who paid what where. */
export function LatestTransactions({ rows, empty }: { rows: readonly TransactionRow[]; empty: string }) {
  const t = useTranslations("transactions");
  const locale = useLocale();
  if (rows.length === 0) return <p className="text-dim">{empty}</p>;
  return (
    <ul className="-mx-2 flex flex-col text-table">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            href={`/transactions?open=${row.id}`}
            className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-hover"
          >
            <span className="min-w-0 grow truncate">
              <bdi className="font-medium">{row.merchant}</bdi>{" "}
              <bdi className={row.userName === null ? "text-hold" : "text-faint"}>
                {row.userName ?? t("unattributed")}
              </bdi>
            </span>
            <span className="shrink-0">
              <Amount row={row} locale={locale} />
            </span>
            <span className="w-20 shrink-0 text-right text-label text-faint">
              <RelativeTime iso={row.bankDate} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
