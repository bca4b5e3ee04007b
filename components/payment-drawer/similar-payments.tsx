import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Amount } from "@/components/payment-table/money";
import { TransactionStatusPill } from "@/components/payment-table/status";
import { ExactTime } from "@/components/ui/time";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

interface SimilarPaymentsProps {
  rows: readonly TransactionRow[];
  hrefOf: (id: string) => string;
}

/** Other payments with the same card at the same merchant. */
export function SimilarPayments({ rows, hrefOf }: SimilarPaymentsProps) {
  const t = useTranslations("transactions");
  const locale = useLocale();
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="mt-5 mb-2 text-table font-semibold">{t("similar")}</h3>
      <ul className="-mx-2 flex flex-col text-table">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={hrefOf(row.id)}
              scroll={false}
              className="flex flex-wrap items-center gap-2 rounded-control px-2 py-1.5 hover:bg-hover"
            >
              <span className="grow text-dim">
                <ExactTime iso={row.bankDate} timeZone={BANK_ZONE} as="stampShort" />
              </span>
              <TransactionStatusPill status={row.status} type={row.type} />
              <Amount row={row} locale={locale} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
