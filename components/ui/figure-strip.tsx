import type { ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import { classNames } from "./class-names";
import { TONE_TEXT, type Tone } from "./tone";

export interface Figure {
  key: string;
  label: ReactNode;
  value: ReactNode;
  /** Smaller, after the value. */
  note?: ReactNode;
  /** Below the value: a drawing of its recent course. */
  spark?: ReactNode;
  /** The filter behind this figure. */
  href?: string;
  current?: boolean;
  tone?: Tone;
}

interface FigureStripProps {
  figures: readonly Figure[];
  label: string;
  /** For short numbers: more of them per line. */
  narrow?: boolean;
}

/** Where a figure is not there yet: it keeps its room, and whatever follows stays where it is. */
export const ROOM = "\u2007";

const CELL = "block min-w-0 bg-panel px-[18px] py-3.5";

/** A strip of a few figures, each a link to what it counts. Each cell draws its hairline into the gap around it. */
export function FigureStrip({ figures, label, narrow }: FigureStripProps) {
  return (
    <ul
      aria-label={label}
      className={classNames(
        // The last line shares its width among what is left: no empty cell.
        "mb-4 flex flex-wrap gap-px overflow-hidden rounded-panel border border-line bg-panel",
        narrow === true ? "*:basis-[108px]" : "*:basis-[150px]",
      )}
    >
      {figures.map((figure) => (
        <li key={figure.key} className="flex min-w-0 grow shadow-[0_0_0_1px_var(--line)] *:grow">
          {figure.href === undefined ? (
            <div className={CELL}>
              <FigureBody figure={figure} />
            </div>
          ) : (
            <Link
              href={figure.href}
              scroll={false}
              {...(figure.current === true ? { "aria-current": "true" as const } : {})}
              className={classNames(
                CELL,
                "-outline-offset-2 hover:bg-hover",
                figure.current === true && "!bg-accent-soft",
              )}
            >
              <FigureBody figure={figure} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function FigureBody({ figure }: { figure: Figure }) {
  return (
    <>
      <span className="block text-label text-dim">{figure.label}</span>
      <div
        className={classNames(
          "inline text-figure font-semibold tabular-nums",
          figure.tone && TONE_TEXT[figure.tone],
        )}
      >
        {figure.value}
      </div>
      {figure.note !== undefined && (
        <>
          {/* Two facts, also where they are heard and not seen. */}
          <span className="sr-only">, </span>{" "}
          <span className="ml-1.5 text-label text-faint tabular-nums">{figure.note}</span>
        </>
      )}
      {figure.spark !== undefined && <span className="mt-1 block text-accent">{figure.spark}</span>}
    </>
  );
}
