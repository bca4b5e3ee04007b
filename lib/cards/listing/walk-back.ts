/** A stretch of time that is searched at once: from `since` on, and before `until`. Null has no end on that side. */
export interface Window {
  readonly since: Date | null;
  readonly until: Date | null;
}

interface Walk<Found> {
  /** Searches a window whole, newest first. @returns at most `most` rows; null if that took too long */
  readonly search: (window: Window, most: number) => Promise<readonly Found[] | null>;
  /** How many are enough. */
  readonly most: number;
  /** How many one that is found counts for; one if absent. */
  readonly weigh?: (found: Found) => number;
  /** Where the search begins: the first window reaches from here to the end of time. */
  readonly from: Date;
  /** Nothing is older; null if there is nothing at all. */
  readonly oldest: Date | null;
  readonly budgetMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock?: () => number;
}

/** What a walk found. */
export interface Walked<Found> {
  readonly rows: readonly Found[];
  /** How far back was searched, if the budget ended before the rows did. */
  readonly searchedTo: Date | null;
}

const DAY_MS = 86_400_000;
const FIRST_WINDOW_MS = 2 * DAY_MS;

/**
 * Searches back in windows of time that double, until there are enough rows, nothing is older, or the budget is used up.
 * Only whole windows count, so that what was searched has no gaps. The next window is expected to take twice as long as
 * the last: one that would go far beyond the budget is not begun.
 */
export async function walkBack<Found>(walk: Walk<Found>): Promise<Walked<Found>> {
  const { search, most, weigh = () => 1, from, oldest, budgetMs, clock = () => performance.now() } = walk;
  const rows: Found[] = [];
  if (oldest === null) return { rows, searchedTo: null };
  const begun = clock();
  let left = most;
  let until: Date | null = null;
  for (let length = FIRST_WINDOW_MS; ; length *= 2) {
    const end: Date = until ?? from;
    const start = new Date(end.getTime() - length);
    const since = start <= oldest ? null : start;
    const before = clock();
    const found = await search({ since, until }, left);
    if (found === null) return { rows, searchedTo: end };
    rows.push(...found);
    left -= found.reduce((sum, each) => sum + weigh(each), 0);
    if (left <= 0 || since === null) return { rows, searchedTo: null };
    const [spent, last] = [clock() - begun, clock() - before];
    if (spent >= budgetMs || spent + 2 * last > 2 * budgetMs) return { rows, searchedTo: since };
    until = since;
  }
}
