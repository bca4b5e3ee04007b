"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { TransactionTableRow } from "./transaction-cells";

interface UserTransactionsProps {
  rows: readonly TransactionRow[];
  userId: string;
  more: boolean;
}

/** The latest transactions of one user. */
export function UserTransactions({ rows, userId, more }: UserTransactionsProps) {
  const t = useTranslations("transactions");
  const users = useTranslations("users");
  const all = more && (
    <Link href={`/transactions?user=${userId}`} className="text-table text-accent hover:underline">
      {users("allTransactions")}
    </Link>
  );
  return (
    <Panel title={t("title")} actions={all} flush>
      {rows.length === 0 ? (
        <EmptyState title={users("noTransactions")} text={users("noTransactionsText")} />
      ) : (
        <Table label={t("title")} compact className="[&>table]:table-fixed">
          <TableHead>
            <Th className="w-[160px] max-sm:hidden">{t("columns.time")}</Th>
            <Th>{t("columns.merchant")}</Th>
            <Th className="w-[96px] max-lg:hidden">{t("columns.card")}</Th>
            <Th numeric className="w-[150px] max-sm:w-[44%]">
              {t("columns.amount")}
            </Th>
            <Th className="w-[124px] max-sm:hidden">{t("columns.status")}</Th>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TransactionTableRow
                key={row.id}
                row={row}
                href={`/transactions?user=${userId}&open=${row.id}`}
                selected={false}
                fresh={false}
                withoutUser
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
