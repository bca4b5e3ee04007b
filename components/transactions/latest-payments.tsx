"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { TransactionTableRow } from "./transaction-cells";

interface LatestPaymentsProps {
  title: string;
  rows: readonly TransactionRow[];
  /** The query of the list that each of them opens in, such as `user=…`. */
  list: string;
  empty: { readonly title: string; readonly text: string };
  actions?: ReactNode;
  /** On the page of a person each is theirs. */
  withoutUser?: boolean;
}

/** The latest payments of somebody, or at a merchant. */
export function LatestPayments({
  title,
  rows,
  list,
  empty,
  actions,
  withoutUser = false,
}: LatestPaymentsProps) {
  const t = useTranslations("transactions.columns");
  return (
    <Panel title={title} actions={actions} flush>
      {rows.length === 0 ? (
        <EmptyState {...empty} />
      ) : (
        <Table label={title} compact className="[&>table]:table-fixed">
          <TableHead>
            <Th className="w-[160px] max-sm:hidden">{t("time")}</Th>
            <Th>{t("merchant")}</Th>
            {!withoutUser && <Th className="w-[140px] max-sm:hidden">{t("user")}</Th>}
            <Th className="w-[96px] max-lg:hidden">{t("card")}</Th>
            <Th numeric className="w-[150px] max-sm:w-[44%]">
              {t("amount")}
            </Th>
            <Th className="w-[124px] max-sm:hidden">{t("status")}</Th>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TransactionTableRow
                key={row.id}
                row={row}
                href={`/transactions?${list}&open=${row.id}`}
                selected={false}
                fresh={false}
                withoutUser={withoutUser}
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
