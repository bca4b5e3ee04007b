"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isAtTop, scrollToTop } from "@/components/live/at-top";
import { useTailPause } from "@/components/live/tail-pause";

const FRESH_MS = 2_000;

/**
 * Rows that a page reloads again and again. They are shown at once while the first is visible. If the reader scrolled
 * down or paused, rows keep their places, are updated, and the number of waiting ones is shown.
 */
export function useTail<Row extends { id: string }>(
  rows: readonly Row[],
  place: RefObject<HTMLElement | null>,
) {
  const { paused } = useTailPause();
  const [shown, setShown] = useState(rows);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const standing = useRef(rows);
  const put = useCallback((next: readonly Row[]) => {
    const known = new Set(standing.current.map(({ id }) => id));
    standing.current = next;
    setShown(next);
    setFresh(new Set(next.filter(({ id }) => !known.has(id)).map(({ id }) => id)));
  }, []);
  useEffect(() => {
    if (!paused && isAtTop(place.current)) put(rows);
    else {
      const byId = new Map(rows.map((row) => [row.id, row]));
      standing.current = standing.current.map((row) => byId.get(row.id) ?? row);
      setShown(standing.current);
    }
  }, [rows, paused, place, put]);
  useEffect(() => {
    if (fresh.size === 0) return;
    const timer = setTimeout(() => setFresh(new Set()), FRESH_MS);
    return () => clearTimeout(timer);
  }, [fresh]);

  const here = new Set(shown.map(({ id }) => id));
  const first = rows.findIndex(({ id }) => here.has(id));
  const show = () => {
    put(rows);
    scrollToTop(place.current);
  };
  // If none of the rows is known, more than a page of them arrived.
  return { shown, fresh, waiting: first < 0 ? rows.length : first, isWhole: first >= 0, show };
}
