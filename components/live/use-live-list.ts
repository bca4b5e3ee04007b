"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { countWaiting, type LiveList, settle } from "./live-list";
import { useTailPause } from "./tail-pause";
import { useUnderHand } from "./use-under-hand";

const FRESH_MS = 2_000;

/**
 * The rows of a live table. New ones are shown at once while the first row is in sight and nobody is at the table; for
 * somebody who points at it, is in it by keyboard, reads further down or paused, rows keep their places, are brought up
 * to date, and new ones wait.
 *
 * @param rows as the page read them last; `arrive` takes one that comes in between
 * @returns `show` moves the rows for somebody who asked for those that wait, `showNext` for somebody who asked for those
 *   that the page reads next
 */
export function useLiveList<Row extends { id: string }>(
  rows: readonly Row[],
  place: RefObject<HTMLElement | null>,
) {
  const { paused } = useTailPause();
  const [list, setList] = useState<LiveList<Row> & { read: readonly Row[]; isNextWanted: boolean }>({
    shown: rows,
    newest: rows,
    read: rows,
    isNextWanted: false,
  });
  const { fresh, mark } = useFresh(list.shown);
  const isUnderHand = useUnderHand(place, () => {
    if (!paused && isAtTop(place.current))
      setList((now) => ({ ...now, ...settle(now.shown, now.newest, true) }));
  });
  const isBegun = useRef(false);
  useEffect(() => {
    // What is drawn first is as it was read, and to ask where it stands costs a layout.
    if (!isBegun.current) {
      isBegun.current = true;
      return;
    }
    const mayMove = !paused && isAtTop(place.current) && !isUnderHand();
    setList(({ shown, newest, read, isNextWanted }) => {
      const isNew = read !== rows;
      return {
        ...settle(shown, isNew ? rows : newest, mayMove || (isNew && isNextWanted)),
        read: rows,
        isNextWanted: isNextWanted && !isNew,
      };
    });
  }, [rows, paused, place, isUnderHand]);
  const arrive = (id: string, insert: (rows: readonly Row[]) => readonly Row[]) => {
    const mayMove = !paused && isAtTop(place.current) && !isUnderHand();
    setList((now) => ({ ...now, ...settle(now.shown, insert(now.newest), mayMove) }));
    mark([id]);
  };
  const show = () => {
    setList((now) => ({ ...now, shown: now.newest }));
    scrollToTop(place.current);
  };
  const showNext = () => {
    setList((now) => ({ ...now, isNextWanted: true }));
    scrollToTop(place.current);
  };
  return { shown: list.shown, fresh, ...countWaiting(list), arrive, show, showNext };
}

/** Which rows to point out for a moment: those that have just come, and those that are marked. */
function useFresh(shown: readonly { id: string }[]) {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const known = useRef<ReadonlySet<string>>(new Set(shown.map(({ id }) => id)));
  const [mark] = useState(() => (ids: readonly string[]) => {
    if (ids.length === 0) return;
    setFresh((before) => new Set([...before, ...ids]));
    setTimeout(() => setFresh((now) => new Set([...now].filter((id) => !ids.includes(id)))), FRESH_MS);
  });
  // Before it is painted: a row does not stand there plain first.
  useLayoutEffect(() => {
    mark(shown.map(({ id }) => id).filter((id) => !known.current.has(id)));
    known.current = new Set(shown.map(({ id }) => id));
  }, [shown, mark]);
  return { fresh, mark };
}

/** Whether the first row is in sight: neither the page nor the table, which scrolls by itself, was scrolled. */
function isAtTop(place: HTMLElement | null): boolean {
  return window.scrollY < 200 && (place?.querySelector("section")?.scrollTop ?? 0) < 20;
}

function scrollToTop(place: HTMLElement | null): void {
  window.scrollTo({ top: 0 });
  place?.querySelector("section")?.scrollTo({ top: 0 });
}
