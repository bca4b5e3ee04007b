"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { hrefWith, type Query } from "@/components/filters/href";
import { useLive } from "@/components/live/live-provider";
import { NewRowsButton } from "@/components/live/new-rows-button";
import { PauseButton } from "@/components/live/pause-button";
import { useTailPause } from "@/components/live/tail-pause";
import { useLiveList } from "@/components/live/use-live-list";
import { useLiveRefresh } from "@/components/live/use-live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { HeaderTools } from "@/components/ui/header-tools";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { type TransactionRow, transactionRowSchema } from "@/lib/cards/transactions/transaction-row";
import { mergeRows } from "./live-rows";
import { TransactionTableRow } from "./transaction-cells";

interface LiveTableProps {
  rows: readonly TransactionRow[];
  query: Query;
  openId: string | null;
  limit: number;
  /** With a filter, or beyond the first page, new rows are fetched instead of inserted by the browser. */
  insertable: boolean;
  empty: { title: string; text: string };
}

const REFRESH_MS = 5_000;

/** The transactions; new ones are inserted while the reader is at the top. */
export function LiveTable({ rows, query, openId, limit, insertable, empty }: LiveTableProps) {
  const t = useTranslations("transactions");
  const place = useRef<HTMLDivElement>(null);
  const { shown, fresh, waiting, show } = useArrivals(rows, limit, insertable, place);
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
      {waiting > 0 && <NewRowsButton text={t("newRows", { count: waiting })} onShow={show} />}
      {shown.length === 0 ? (
        <EmptyState icon={<ArrowLeftRight />} title={empty.title} text={empty.text} />
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <Th className="max-sm:hidden">{t("columns.time")}</Th>
            <Th>{t("columns.merchant")}</Th>
            <Th className="max-sm:hidden">{t("columns.user")}</Th>
            <Th className="max-lg:hidden">{t("columns.card")}</Th>
            {openId === null && <Th className="max-xl:hidden">{t("columns.category")}</Th>}
            <Th numeric>{t("columns.amount")}</Th>
            <Th className="max-sm:hidden">{t("columns.status")}</Th>
          </TableHead>
          <TableBody>
            {shown.map((row) => (
              <TransactionTableRow
                key={row.id}
                row={row}
                href={hrefOf(row.id)}
                selected={row.id === openId}
                fresh={fresh.has(row.id)}
                narrow={openId !== null}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

/** Rows that come between two readings are put in by the browser; a little later the page is read again all the same. */
function useArrivals(
  rows: readonly TransactionRow[],
  limit: number,
  insertable: boolean,
  place: RefObject<HTMLElement | null>,
) {
  const { paused } = useTailPause();
  const { arrive, ...list } = useLiveList(rows, place);
  const refreshSoon = useRefreshSoon();
  useLive(["transaction", "card", "linked_user"], (message) => {
    const parsed = transactionRowSchema.safeParse(message.row);
    if (message.kind !== "transaction" || !parsed.success) return refreshSoon(300);
    if (!insertable) return refreshSoon(1_000);
    arrive(parsed.data.id, (before) => mergeRows(before, [parsed.data], limit));
    if (!paused) refreshSoon(REFRESH_MS);
    return undefined;
  });
  return list;
}

/** Reads the page anew after a time; asked again meanwhile, at the time that was said first. */
function useRefreshSoon(): (milliseconds: number) => void {
  const refresh = useLiveRefresh();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (milliseconds) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, milliseconds);
  };
}
