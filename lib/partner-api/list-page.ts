import type { Cursor } from "@/lib/db/cursors/cursor";
import { type ListPlace, listKey, readPlace, toPage, writePlace } from "@/lib/db/cursors/list-cursor";
import type { ApiCaller } from "./handle";
import { answerProblem } from "./problems";

/** Cursors of one list: bound to the site, the order and the filters. */
export interface ListCursors {
  /** Where a cursor leads; without one, the beginning. */
  read(cursor: string | undefined): { ok: true; place: ListPlace } | { ok: false; answer: Response };
  write(place: ListPlace): string;
  /** Cuts `limit + 1` rows to a page. */
  cut<Row>(
    rows: readonly Row[],
    limit: number,
    placeOf: (row: Row) => Cursor,
  ): { rows: Row[]; next: string | null };
}

/** The cursors of a list in an order, under filters. */
export function bindCursors(
  { siteId }: ApiCaller,
  order: string,
  filters: Readonly<Record<string, unknown>>,
): ListCursors {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const key = listKey(order, [["site", siteId], ...given.sort(([left], [right]) => (left < right ? -1 : 1))]);
  const write = (place: ListPlace) => writePlace(key, place);
  return {
    write,
    read: (cursor) => {
      const read = readPlace(key, cursor);
      if (read.kind === "place") return { ok: true, place: read.place };
      const message = "belongs to another list, to other filters, or to an older version";
      return { ok: false, answer: answerProblem("invalid", { errors: [{ field: "cursor", message }] }) };
    },
    cut: (rows, limit, placeOf) => toPage(key, rows, limit, placeOf),
  };
}
