import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { formatMoney, magnitudeOf } from "@/components/payment-table/money";
import { Badge } from "@/components/ui/badge";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { ChangedRow } from "@/lib/webhooks/read/delivery-detail-store";

/** The rows with a version from a delivery. */
export function ChangedRows({ rows }: { rows: readonly ChangedRow[] }) {
  const t = useTranslations("deliveries.changed");
  if (rows.length === 0) return <p className="text-table text-dim">{t("none")}</p>;
  return (
    <ul className="flex flex-col gap-2 text-table">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <RowName row={row} />
          <span className="text-dim">
            {row.userId === null ? (
              t("nobody")
            ) : (
              <Link href={`/users/${row.userId}`} className="hover:text-accent hover:underline">
                {row.userName}
              </Link>
            )}
          </span>
          <Badge tone={row.stands ? "ok" : "quiet"}>{t(row.stands ? "stands" : "superseded")}</Badge>
        </li>
      ))}
    </ul>
  );
}

function RowName({ row }: { row: ChangedRow }) {
  const t = useTranslations("deliveries.changed");
  const locale = useLocale();
  if (row.kind === "api_token") {
    const became = t(row.status === "token_revoked" ? "revoked" : "created");
    return (
      <span>
        {t("token", { label: row.label })} {became}
      </span>
    );
  }
  const amount = row.amount === null ? "" : formatMoney(magnitudeOf(row.amount), ACCOUNT_CURRENCY, locale);
  return (
    <Link href={`/transactions?open=${row.id}`} className="text-accent underline">
      <bdi>{row.label}</bdi> {amount}
    </Link>
  );
}
