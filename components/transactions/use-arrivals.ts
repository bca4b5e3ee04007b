"use client";

import { type RefObject, useState } from "react";
import { useLive } from "@/components/live/live-provider";
import { useTailPause } from "@/components/live/tail-pause";
import { useLiveList } from "@/components/live/use-live-list";
import { useRefreshSoon } from "@/components/live/use-refresh-soon";
import { useRouter } from "@/components/navigation/use-router";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { countFetched, NONE_FETCHED, noteFetched } from "./fetched-payments";
import { mergeRows } from "./live-rows";

/**
 * What a list does with payments that come in: it inserts them; it is read again, because only the server knows whether
 * they fit its filters; or it only says that there are some, because it is an older page (`older`), or because its search
 * ran out of time and is not repeated unasked (`searched`).
 */
export type Arriving =
  | { readonly how: "inserted" | "read" }
  | { readonly how: "older" | "searched"; readonly newestHref: string };

/** A button that says what waits. */
interface Pill {
  readonly text: "newRows" | "newSince" | "searchAgain" | "fetched";
  readonly count: number;
  readonly show: () => void;
}

const REFRESH_MS = 5_000;

/** Rows that come between two readings are put in by the browser; a little later the page is read again all the same. */
export function useArrivals(
  rows: readonly TransactionRow[],
  limit: number,
  arriving: Arriving,
  place: RefObject<HTMLElement | null>,
) {
  const router = useRouter();
  const { paused } = useTailPause();
  const { arrive, waiting, show, showNext, ...list } = useLiveList(rows, place);
  const refreshSoon = useRefreshSoon();
  const since = useNewSince();
  const [fetched, setFetched] = useState(NONE_FETCHED);
  useLive(["transaction", "card", "linked_user", "job", "merchant"], (message) => {
    if (message.kind === "job") {
      // Old payments are no news: they are said in one go, and shown when somebody asks.
      setFetched((before) => noteFetched(before, message.entityId, message.fetched ?? 0));
      return undefined;
    }
    const row = message.payment;
    if (arriving.how === "searched" || (arriving.how === "older" && row !== undefined)) {
      if (message.kind === "transaction") since.note(message.entityId, row);
      return undefined;
    }
    if (row === undefined) return refreshSoon(300);
    if (arriving.how !== "inserted") return refreshSoon(1_000);
    arrive(row.id, (before) => mergeRows(before, [row], limit));
    if (!paused) refreshSoon(REFRESH_MS);
    return undefined;
  });
  const newest = "newestHref" in arriving ? arriving.newestHref : null;
  const goToNewest = () => {
    since.forget();
    if (newest !== null) router.push(newest);
  };
  const showFetched = () => {
    setFetched(NONE_FETCHED);
    showNext();
    router.refresh();
  };
  return { ...list, pill: pillOf() };

  function pillOf(): Pill | null {
    if (waiting > 0) return { text: "newRows", count: waiting, show };
    const brought = countFetched(fetched);
    if (brought > 0) return { text: "fetched", count: brought, show: showFetched };
    if (newest === null || since.count === 0) return null;
    return {
      text: arriving.how === "searched" ? "searchAgain" : "newSince",
      count: since.count,
      show: goToNewest,
    };
  }
}

/** Counts payments that were made since the list was opened. */
function useNewSince() {
  const [opened] = useState(() => Date.now());
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    count: ids.size,
    note: (id: string, row: TransactionRow | undefined) => {
      if (row !== undefined && new Date(row.bankDate).getTime() < opened) return;
      setIds((before) => (before.has(id) ? before : new Set([...before, id])));
    },
    forget: () => setIds(new Set()),
  };
}
