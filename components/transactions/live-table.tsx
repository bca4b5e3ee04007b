"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode, useMemo, useRef } from "react";
import { useOpened } from "@/components/awaited/use-target";
import { hrefWith, type Query } from "@/components/filters/href";
import { NewRowsButton } from "@/components/live/new-rows-button";
import { tableStyle } from "@/components/payment-table/column-style";
import { DayHeading } from "@/components/payment-table/day-heading";
import type { PaymentDisplay } from "@/components/payment-table/payment-display";
import { TransactionTableRow } from "@/components/payment-table/transaction-cells";
import { TransactionHeads } from "@/components/payment-table/transaction-heads";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableBody } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import type { PaymentOrder } from "@/lib/cards/listing/payment-order";
import type { DayTotal } from "@/lib/cards/totals/totals-store";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { type Arriving, useArrivals } from "./use-arrivals";

interface LiveTableProps {
  rows: readonly TransactionRow[];
  /** By bank day; days that are absent are not known. */
  dayTotals: Readonly<Record<string, DayTotal>>;
  query: Query;
  openId: string | null;
  limit: number;
  order: PaymentOrder;
  display: PaymentDisplay;
  arriving: Arriving;
  empty: { title: string; text: string; action?: ReactNode };
}

/** The transactions; new ones are inserted while nobody is at the table and its top is in sight. */
export function LiveTable(props: LiveTableProps) {
  const { rows, dayTotals, query, limit, order, arriving, empty } = props;
  const { columns, isChosen, isCompact } = props.display;
  const t = useTranslations("transactions");
  const openId = useOpened(props.openId);
  const place = useRef<HTMLDivElement>(null);
  const { shown, fresh, pill } = useArrivals(rows, limit, arriving, place);
  const isOpen = openId !== null;
  const isDated = order !== "newest";
  // The same object for the same reading of the page: a payment that arrives draws its own row alone.
  const shownColumns = useMemo(
    () => ({
      // The usual columns make room for what is open.
      columns:
        isChosen || !isOpen
          ? columns
          : columns.filter((column) => column !== "category" && column !== "card"),
      isChosen,
      isDated,
    }),
    [columns, isChosen, isOpen, isDated],
  );
  const hrefOf = (id: string) => hrefWith("/transactions", query, { open: id });
  useRowKeys(
    shown.map(({ id }) => id),
    openId,
    hrefOf,
  );
  return (
    <div ref={place}>
      {pill !== null && <NewRowsButton text={t(pill.text, { count: pill.count })} onShow={pill.show} />}
      {shown.length === 0 ? (
        <EmptyState icon={<ArrowLeftRight />} {...empty} />
      ) : (
        <Table label={t("title")} compact={isCompact} className={tableStyle(shownColumns)}>
          <TransactionHeads shown={shownColumns} sorting={{ query, order }} />
          <TableBody>
            {groupsOf(shown, order).map(({ day, turn, rows: ofDay }) => (
              <Fragment key={`${day} ${turn}`}>
                {day !== null && <DayHeading day={day} total={dayTotals[day]} />}
                {ofDay.map((row) => (
                  <TransactionTableRow
                    key={row.id}
                    row={row}
                    href={hrefOf(row.id)}
                    selected={row.id === openId}
                    fresh={fresh.has(row.id)}
                    shown={shownColumns}
                  />
                ))}
              </Fragment>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

/** Rows that follow each other and are of one bank day; in another order than that of dates, days say nothing. */
function groupsOf(rows: readonly TransactionRow[], order: PaymentOrder) {
  if (order !== "newest") return [{ day: null, turn: 0, rows }];
  const days: { day: string; turn: number; rows: TransactionRow[] }[] = [];
  for (const row of rows) {
    const day = bankDayOf(new Date(row.bankDate));
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, turn: days.filter((each) => each.day === day).length, rows: [row] });
  }
  return days;
}
