/** Upper bounds, in milliseconds, of the buckets that answer times are counted in; the last bucket has none. */
export const ANSWER_TIMES_MS = [
  1, 2, 3, 5, 8, 13, 20, 30, 50, 80, 130, 200, 300, 500, 1_000, 2_000, 5_000,
] as const;

/** The bucket of a time in milliseconds, from 0. */
export function answerClass(milliseconds: number): number {
  const found = ANSWER_TIMES_MS.findIndex((end) => milliseconds <= end);
  return found < 0 ? ANSWER_TIMES_MS.length : found;
}

/**
 * A quantile of counted answer times, interpolated within its bucket.
 *
 * @param counts how many times fell into each bucket
 * @param quantile between 0 and 1
 * @returns milliseconds; null if nothing was counted; the bound of the longest bucket if it lies beyond
 */
export function answerQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = total * quantile;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && left <= count) {
      const start = ANSWER_TIMES_MS[index - 1] ?? 0;
      const end = ANSWER_TIMES_MS[index] ?? start;
      return start + (end - start) * (left / count);
    }
    left -= count;
  }
  return ANSWER_TIMES_MS.at(-1) ?? null;
}
