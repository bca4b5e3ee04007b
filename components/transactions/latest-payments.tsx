"use client";

import type { ReactNode } from "react";
import { type ShownColumns, tableStyle } from "@/components/payment-table/column-style";
import { TransactionTableRow } from "@/components/payment-table/transaction-cells";
import { TransactionHeads } from "@/components/payment-table/transaction-heads";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody } from "@/components/ui/table";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

const COLUMNS = ["time", "merchant", "user", "card", "amount", "status"] as const;

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
  const shown: ShownColumns = {
    columns: COLUMNS.filter((column) => !withoutUser || column !== "user"),
    isChosen: false,
    isDated: true,
  };
  return (
    <Panel title={title} actions={actions} flush>
      {rows.length === 0 ? (
        <EmptyState {...empty} />
      ) : (
        <Table label={title} compact className={tableStyle(shown)}>
          <TransactionHeads shown={shown} />
          <TableBody>
            {rows.map((row) => (
              <TransactionTableRow
                key={row.id}
                row={row}
                href={`/transactions?${list}&open=${row.id}`}
                selected={false}
                fresh={false}
                shown={shown}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
