"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, useRef } from "react";
import { hrefWith, type Query } from "@/components/filters/href";
import { NewRowsButton } from "@/components/live/new-rows-button";
import { PauseButton } from "@/components/live/pause-button";
import { EmptyState } from "@/components/ui/empty-state";
import { HeaderTools } from "@/components/ui/header-tools";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import type { PaymentOrder } from "@/lib/cards/sorting/payment-order";
import type { DayTotal } from "@/lib/cards/transactions/totals-store";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { DayHeading } from "./day-heading";
import { AmountHead, TimeHead } from "./sorted-heads";
import { TransactionTableRow } from "./transaction-cells";
import { type Arriving, useArrivals } from "./use-arrivals";

interface LiveTableProps {
  rows: readonly TransactionRow[];
  /** By bank day; days that are absent are not known. */
  dayTotals: Readonly<Record<string, DayTotal>>;
  query: Query;
  openId: string | null;
  limit: number;
  order: PaymentOrder;
  arriving: Arriving;
  empty: { title: string; text: string };
}

/** The transactions; new ones are inserted while nobody is at the table and its top is in sight. */
export function LiveTable(props: LiveTableProps) {
  const { rows, dayTotals, query, openId, limit, order, arriving, empty } = props;
  const t = useTranslations("transactions");
  const place = useRef<HTMLDivElement>(null);
  const { shown, fresh, pill } = useArrivals(rows, limit, arriving, place);
  const hrefOf = (id: string) => hrefWith("/transactions", query, { open: id });
  useRowKeys(
    shown.map(({ id }) => id),
    openId,
    hrefOf,
  );
  return (
    <div ref={place}>
      <HeaderTools>
        <PauseButton />
      </HeaderTools>
      {pill !== null && <NewRowsButton text={t(pill.text, { count: pill.count })} onShow={pill.show} />}
      {shown.length === 0 ? (
        <EmptyState icon={<ArrowLeftRight />} title={empty.title} text={empty.text} />
      ) : (
        <Table label={t("title")} className="[&>table]:table-fixed">
          <TableHead>
            <TimeHead
              {...{ query, order }}
              className={order === "newest" ? "w-[104px] max-sm:hidden" : "w-[160px] max-sm:hidden"}
            />
            <Th>{t("columns.merchant")}</Th>
            <Th className="w-[18%] max-sm:hidden">{t("columns.user")}</Th>
            <Th className="w-[96px] max-lg:hidden">{t("columns.card")}</Th>
            {openId === null && <Th className="w-[18%] max-xl:hidden">{t("columns.category")}</Th>}
            <AmountHead {...{ query, order }} className="w-[150px] max-sm:w-[44%]" />
            <Th className="w-[132px] max-sm:hidden">{t("columns.status")}</Th>
          </TableHead>
          <TableBody>
            {(order === "newest" ? byDay(shown) : [{ day: null, rows: shown }]).map(
              ({ day, rows: ofDay }) => (
                <Fragment key={`${day} ${ofDay[0]?.id}`}>
                  {day !== null && <DayHeading day={day} total={dayTotals[day]} />}
                  {ofDay.map((row) => (
                    <TransactionTableRow
                      key={row.id}
                      row={row}
                      href={hrefOf(row.id)}
                      selected={row.id === openId}
                      fresh={fresh.has(row.id)}
                      narrow={openId !== null}
                      dated={order !== "newest"}
                    />
                  ))}
                </Fragment>
              ),
            )}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

/** Rows that follow each other and are of one bank day. */
function byDay(rows: readonly TransactionRow[]): { day: string; rows: TransactionRow[] }[] {
  const days: { day: string; rows: TransactionRow[] }[] = [];
  for (const row of rows) {
    const day = bankDayOf(new Date(row.bankDate));
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}
