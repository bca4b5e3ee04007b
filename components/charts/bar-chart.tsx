import { Link } from "@/components/navigation/link";

/** A bar: what it is of, how long it is, and what it says. */
export interface Bar {
  readonly key: string;
  readonly label: string;
  /** For the drawing only. */
  readonly value: number;
  /** The exact value. */
  readonly text: string;
  /** More about it, said where a pointer or the focus is. */
  readonly note: string;
  readonly href: string;
}

interface BarChartProps {
  title: string;
  bars: readonly Bar[];
  empty: string;
  words: { table: string; name: string; value: string; note: string };
}

const WIDTH = 100;

/** Bars with their values, the longest first; each leads to what it is of. The same numbers are in a table behind it. */
export function BarChart({ title, bars, empty, words }: BarChartProps) {
  const top = Math.max(...bars.map(({ value }) => value), 0);
  return (
    <figure className="min-w-0">
      <figcaption className="text-table font-medium">{title}</figcaption>
      {bars.length === 0 && <p className="mt-2 text-table text-dim">{empty}</p>}
      <ol className="-mx-2 mt-1 flex flex-col text-label">
        {bars.map(({ key, label, value, text, note, href }) => (
          <li key={key}>
            <Link
              href={href}
              title={note}
              className="group/bar block rounded-control px-2 py-1 hover:bg-hover focus-visible:bg-hover"
            >
              <span className="flex items-baseline gap-3">
                <bdi className="min-w-0 grow truncate text-ink">{label}</bdi>
                <span className="hidden text-faint group-hover/bar:inline group-focus-visible/bar:inline">
                  {note}
                </span>
                <span className="shrink-0 tabular-nums">{text}</span>
              </span>
              <svg
                viewBox={`0 0 ${WIDTH} 4`}
                preserveAspectRatio="none"
                aria-hidden="true"
                className="mt-0.5 block h-1.5 w-full text-accent"
              >
                <rect width={WIDTH} height="4" rx="1" fill="var(--line)" />
                <rect
                  width={top > 0 ? ((value / top) * WIDTH).toFixed(1) : 0}
                  height="4"
                  rx="1"
                  fill="currentColor"
                />
              </svg>
            </Link>
          </li>
        ))}
      </ol>
      {bars.length > 0 && <BarTable title={title} bars={bars} words={words} />}
    </figure>
  );
}

function BarTable({ title, bars, words }: Pick<BarChartProps, "title" | "bars" | "words">) {
  return (
    <details className="mt-1 text-label">
      <summary className="w-fit text-dim hover:text-ink">{words.table}</summary>
      <table aria-label={title} className="mt-1 w-full tabular-nums">
        <thead className="text-left text-dim">
          <tr>
            <th scope="col" className="py-1 pr-3 font-[540]">
              {words.name}
            </th>
            <th scope="col" className="py-1 pr-3 text-right font-[540]">
              {words.note}
            </th>
            <th scope="col" className="py-1 text-right font-[540]">
              {words.value}
            </th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ key, label, text, note }) => (
            <tr key={key}>
              <th scope="row" className="py-0.5 pr-3 text-left font-normal text-dim">
                <bdi>{label}</bdi>
              </th>
              <td className="py-0.5 pr-3 text-right">{note}</td>
              <td className="py-0.5 text-right">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
