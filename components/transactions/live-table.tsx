"use client";

import { ArrowLeftRight, Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useLive } from "@/components/live/live-provider";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { HeaderTools } from "@/components/ui/header-tools";
import { hrefWith, type Query } from "@/components/ui/href";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import { type TransactionRow, transactionRowSchema } from "@/lib/cards/transaction-row";
import { compareRows, mergeRows } from "./live-rows";
import { TransactionTableRow } from "./transaction-cells";
import { useRowKeys } from "./use-row-keys";

interface LiveTableProps {
  rows: readonly TransactionRow[];
  query: Query;
  openId: string | null;
  limit: number;
  /** With a filter on, or below the first page, arrivals are fetched instead of put in by the browser. */
  insertable: boolean;
  empty: { title: string; text: string };
}

const REFRESH_MS = 5_000;
const FRESH_MS = 2_000;

/** The transactions, with those that arrive put in at their place while one is at the top. */
export function LiveTable({ rows, query, openId, limit, insertable, empty }: LiveTableProps) {
  const t = useTranslations("transactions");
  const { shown, fresh, waiting, show, paused, setPaused } = useArrivals(rows, limit, insertable);
  const hrefOf = (id: string) => hrefWith("/transactions", query, { open: id });
  useRowKeys(
    shown.map(({ id }) => id),
    openId,
    hrefOf,
  );
  return (
    <>
      <HeaderTools>
        <span role="status" className="text-table text-dim">
          {paused ? t("paused") : ""}
        </span>
        <Button variant={paused ? "primary" : "secondary"} onPress={() => setPaused(!paused)}>
          {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          {paused ? t("resume") : t("pause")}
        </Button>
      </HeaderTools>
      {waiting > 0 && (
        <button
          type="button"
          onClick={show}
          className="block w-full border-y border-line bg-accent-soft p-1.5 text-center text-label font-[540] text-accent"
        >
          {t("newRows", { count: waiting })}
        </button>
      )}
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
    </>
  );
}

/** Rows that arrived since the page was read: shown at once at the top of the page, else counted. */
function useArrivals(rows: readonly TransactionRow[], limit: number, insertable: boolean) {
  const router = useRouter();
  const [base, setBase] = useState(rows);
  const [shown, setShown] = useState<readonly TransactionRow[]>(rows);
  const [held, setHeld] = useState<readonly TransactionRow[]>([]);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [paused, setPaused] = useState(false);
  const refreshAt = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(refreshAt.current), []);

  // The server's rows are newer than what was put in by hand, unless one paused to read.
  if (rows !== base && !paused) {
    setBase(rows);
    setShown(rows);
    setHeld([]);
  }
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
      router.refresh();
    }, milliseconds);
  };
  useLive(["transaction", "card", "linked_user"], (message) => {
    const parsed = transactionRowSchema.safeParse(message.row);
    if (message.kind !== "transaction" || !parsed.success) return refreshSoon(300);
    if (!insertable) return refreshSoon(1_000);
    const known = shown.some(({ id }) => id === parsed.data.id);
    // Somebody who reads further down must not have the rows move under their eyes.
    if (known || (!paused && window.scrollY < 200)) put([parsed.data]);
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
    window.scrollTo({ top: 0 });
  };
  const changePaused = (next: boolean) => {
    setPaused(next);
    if (!next) show();
  };
  return { shown, fresh, waiting: held.length, show, paused, setPaused: changePaused };
}
