"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isAtTop, scrollToTop } from "@/components/live/at-top";
import { useLive } from "@/components/live/live-provider";
import { NewRowsButton } from "@/components/live/new-rows-button";
import { PauseButton } from "@/components/live/pause-button";
import { useTailPause } from "@/components/live/tail-pause";
import { useLiveRefresh } from "@/components/live/use-live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { HeaderTools } from "@/components/ui/header-tools";
import { hrefWith, type Query } from "@/components/ui/href";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { type TransactionRow, transactionRowSchema } from "@/lib/cards/transactions/transaction-row";
import { compareRows, mergeRows } from "./live-rows";
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
const FRESH_MS = 2_000;

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

/** Rows that arrived since the page was read: shown at once at the top of the page, otherwise counted. */
function useArrivals(
  rows: readonly TransactionRow[],
  limit: number,
  insertable: boolean,
  place: RefObject<HTMLElement | null>,
) {
  const refresh = useLiveRefresh();
  const [shown, setShown] = useState<readonly TransactionRow[]>(rows);
  const [held, setHeld] = useState<readonly TransactionRow[]>([]);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const { paused } = useTailPause();
  const atTop = useCallback(() => isAtTop(place.current), [place]);
  const refreshAt = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(refreshAt.current), []);

  useEffect(() => {
    // If the reader paused or scrolled down, rows must not move: existing ones are updated, new ones wait.
    if (!paused && atTop()) {
      setShown(rows);
      setHeld([]);
    } else setShown((before) => before.map((row) => rows.find(({ id }) => id === row.id) ?? row));
  }, [rows, paused, atTop]);
  const mark = (arrivals: readonly TransactionRow[]) => {
    const ids = arrivals.map(({ id }) => id);
    setFresh((before) => new Set([...before, ...ids]));
    setTimeout(() => setFresh((now) => new Set([...now].filter((id) => !ids.includes(id)))), FRESH_MS);
  };
  const put = (arrivals: readonly TransactionRow[]) => {
    setShown((before) => mergeRows(before, arrivals, limit));
    mark(arrivals);
  };
  const refreshSoon = (milliseconds: number) => {
    refreshAt.current ??= setTimeout(() => {
      refreshAt.current = undefined;
      refresh();
    }, milliseconds);
  };
  useLive(["transaction", "card", "linked_user"], (message) => {
    const parsed = transactionRowSchema.safeParse(message.row);
    if (message.kind !== "transaction" || !parsed.success) return refreshSoon(300);
    if (!insertable) return refreshSoon(1_000);
    const known = shown.some(({ id }) => id === parsed.data.id);
    if (known || (!paused && atTop())) put([parsed.data]);
    else
      setHeld((before) =>
        [parsed.data, ...before.filter(({ id }) => id !== parsed.data.id)].toSorted(compareRows),
      );
    if (!paused) refreshSoon(REFRESH_MS);
    return undefined;
  });
  const show = () => {
    put(held);
    setHeld([]);
    scrollToTop(place.current);
  };
  const showOnResume = useRef(show);
  useEffect(() => {
    showOnResume.current = show;
  });
  const wasPaused = useRef(paused);
  useEffect(() => {
    if (wasPaused.current && !paused) showOnResume.current();
    wasPaused.current = paused;
  }, [paused]);
  return { shown, fresh, waiting: held.length, show };
}
