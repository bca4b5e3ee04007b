import type { LoadResult } from "./load";

/** A server and what it did, round by round. */
export interface Contestant {
  readonly name: string;
  readonly results: Readonly<Record<string, readonly LoadResult[]>>;
}

/** Prints ingest of all contestants, the first of which is compared with the others. */
export function printIngest(contestants: readonly Contestant[], encodings: readonly string[]): void {
  printRow(["encoding", "server", "a second", "p50 ms", "p99 ms", "ours against it"]);
  printRow(["---", "---", "---", "---", "---", "---"]);
  for (const encoding of encodings) {
    const ours = contestants[0]?.results[encoding] ?? [];
    for (const { name, results } of contestants) {
      const theirs = results[encoding] ?? [];
      const pick = (key: "perSecond" | "p50" | "p99") => theirs.map((result) => result[key]);
      const ratios = theirs.map(({ perSecond }, round) => (ours[round]?.perSecond ?? 0) / perSecond);
      const rates = spread(pick("perSecond"), 0);
      printRow([
        encoding,
        name,
        rates,
        spread(pick("p50"), 0),
        spread(pick("p99"), 0),
        `${spread(ratios, 2)} ×`,
      ]);
    }
  }
}

/** Prints a line of a Markdown table. */
export function printRow(columns: readonly string[]): void {
  console.log(`| ${columns.join(" | ")} |`);
}

/** Median, with the least and the most. */
export function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

/** The value that a share of all does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
