"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { LatestPayments } from "@/components/transactions/latest-payments";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

/** The latest payments at a merchant. */
export function MerchantPayments({
  rows,
  merchantId,
}: {
  rows: readonly TransactionRow[];
  merchantId: string;
}) {
  const t = useTranslations("merchants");
  const all = (
    <Link href={`/transactions?merchant=${merchantId}`} className="text-table text-accent hover:underline">
      {t("all")}
    </Link>
  );
  return (
    <LatestPayments
      title={t("latest")}
      rows={rows}
      list={`merchant=${merchantId}`}
      empty={{ title: t("noPayments"), text: t("noPaymentsText") }}
      actions={rows.length > 0 && all}
    />
  );
}
