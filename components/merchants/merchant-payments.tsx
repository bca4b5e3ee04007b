"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { TransactionTableRow } from "@/components/transactions/transaction-cells";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

/** The latest payments at a merchant. */
export function MerchantPayments({
  rows,
  merchantId,
}: {
  rows: readonly TransactionRow[];
  merchantId: string;
}) {
  const t = useTranslations("transactions");
  const merchants = useTranslations("merchants");
  const all = (
    <Link href={`/transactions?merchant=${merchantId}`} className="text-table text-accent hover:underline">
      {merchants("all")}
    </Link>
  );
  return (
    <Panel title={merchants("latest")} actions={rows.length > 0 && all} flush>
      {rows.length === 0 ? (
        <EmptyState title={merchants("noPayments")} text={merchants("noPaymentsText")} />
      ) : (
        <Table label={merchants("latest")} compact>
          <TableHead>
            <Th className="max-sm:hidden">{t("columns.time")}</Th>
            <Th>{t("columns.merchant")}</Th>
            <Th className="max-sm:hidden">{t("columns.user")}</Th>
            <Th className="max-lg:hidden">{t("columns.card")}</Th>
            <Th numeric>{t("columns.amount")}</Th>
            <Th className="max-sm:hidden">{t("columns.status")}</Th>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TransactionTableRow
                key={row.id}
                row={row}
                href={`/transactions?merchant=${merchantId}&open=${row.id}`}
                selected={false}
                fresh={false}
                narrow
                dated
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
