import type { ChartLine } from "./chart-line";

interface ChartTableProps {
  title: string;
  times: readonly string[];
  lines: readonly ChartLine[];
  format: (value: number | null) => string;
  words: { table: string; time: string };
}

/** A chart's numbers as a table, newest first, collapsed by default. */
export function ChartTable({ title, times, lines, format, words }: ChartTableProps) {
  return (
    <details className="mt-1 text-label">
      <summary className="w-fit text-dim hover:text-ink">{words.table}</summary>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={title}
        className="mt-1 max-h-56 overflow-auto"
      >
        <table className="w-full tabular-nums">
          <thead className="sticky top-0 bg-panel text-left text-dim">
            <tr>
              <th scope="col" className="py-1 pr-3 font-[540]">
                {words.time}
              </th>
              {lines.map((line) => (
                <th key={line.key} scope="col" className="py-1 pr-3 text-right font-[540]">
                  {line.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times
              .map((time, index) => ({ time, index }))
              .toReversed()
              .map(({ time, index }) => (
                <tr key={index}>
                  <th scope="row" className="py-0.5 pr-3 text-left font-normal text-dim">
                    {time}
                  </th>
                  {lines.map((line) => (
                    <td key={line.key} className="py-0.5 pr-3 text-right">
                      {line.texts?.[index] ?? format(line.values[index] ?? null)}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
