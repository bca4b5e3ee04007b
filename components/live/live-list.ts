/** A list that is live: what is shown of it, and what would be if its rows could move. */
export interface LiveList<Row> {
  readonly shown: readonly Row[];
  readonly newest: readonly Row[];
}

/** Takes over the newest rows: all of them where rows may move, else only what changed in those that are shown. */
export function settle<Row extends { id: string }>(
  shown: readonly Row[],
  newest: readonly Row[],
  mayMove: boolean,
): LiveList<Row> {
  if (mayMove) return { shown: newest, newest };
  const byId = new Map(newest.map((row) => [row.id, row]));
  return { shown: shown.map((row) => byId.get(row.id) ?? row), newest };
}

/**
 * How many new rows wait: those that would stand above one that is shown.
 *
 * @returns `isWhole` is false where more than a list of them came, and there may be others in between
 */
export function countWaiting<Row extends { id: string }>({ shown, newest }: LiveList<Row>) {
  const here = new Set(shown.map(({ id }) => id));
  const last = newest.findLastIndex(({ id }) => here.has(id));
  if (last === -1) return { waiting: newest.length, isWhole: shown.length === 0 };
  return { waiting: newest.slice(0, last).filter(({ id }) => !here.has(id)).length, isWhole: true };
}
