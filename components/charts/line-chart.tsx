"use client";

import { type PointerEvent, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { TONE_TEXT } from "@/components/ui/tone";
import type { ChartLine } from "./chart-line";
import { ChartTable } from "./chart-table";
import { lineShape, roundTop } from "./scale";

interface LineChartProps {
  title: string;
  /** Labels of the times of the steps, in order. */
  times: readonly string[];
  lines: readonly ChartLine[];
  format: (value: number | null) => string;
  words: { scrub: string; table: string; time: string };
}

const WIDTH = 600;
const HEIGHT = 120;

/**
 * Lines over time. The text above is labels, legend and read-out in one: of everything, or of the moment chosen by
 * pointer or arrow keys. The same numbers are in a table behind it.
 */
export function LineChart({ title, times, lines, format, words }: LineChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const top = roundTop(lines.flatMap(({ values }) => values));
  const last = times.length - 1;
  const readOut = (line: ChartLine) =>
    at === null ? line.summary : (line.texts?.[at] ?? format(line.values[at] ?? null));
  const said = lines.map((line) => `${line.label} ${readOut(line)}`).join(", ");
  const choose = (event: PointerEvent<HTMLInputElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const place = Math.round(((event.clientX - left) / Math.max(width, 1)) * last);
    setAt(Math.min(Math.max(place, 0), last));
  };
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-table">
        <span className="font-medium">{title}</span>
        {lines.map((line) => (
          <span key={line.key} className="inline-flex items-center gap-1.5 text-label text-dim">
            <Swatch line={line} /> {line.label}
            <span className="text-ink tabular-nums">{readOut(line)}</span>
          </span>
        ))}
        <span className="ml-auto text-label text-faint tabular-nums">{at === null ? "" : times[at]}</span>
      </figcaption>
      <div className="relative mt-2 rounded has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        {[top, top / 2].map((value, index) => (
          <span
            key={value}
            aria-hidden="true"
            className={classNames(
              "absolute left-0 text-[11px]/4 text-faint tabular-nums",
              index === 0 ? "top-0" : "top-1/2",
            )}
          >
            {format(value)}
          </span>
        ))}
        <Plot lines={lines} top={top} at={at} last={last} label={`${title}: ${said}`} />
        <input
          type="range"
          min={0}
          max={Math.max(last, 0)}
          value={at ?? last}
          aria-label={`${title}: ${words.scrub}`}
          aria-valuetext={`${times[at ?? last] ?? ""}: ${said}`}
          onChange={(event) => setAt(Number(event.target.value))}
          onFocus={() => setAt((now) => now ?? last)}
          onBlur={() => setAt(null)}
          onPointerMove={choose}
          onPointerLeave={(event) => {
            if (event.currentTarget !== document.activeElement) setAt(null);
          }}
          className="absolute inset-0 size-full cursor-crosshair opacity-0"
        />
      </div>
      <div aria-hidden="true" className="mt-1 flex justify-between text-[11px]/4 text-faint tabular-nums">
        {ticksOf(last).map((tick) => (
          <span key={tick}>{times[tick]}</span>
        ))}
      </div>
      <ChartTable title={title} times={times} lines={lines} format={format} words={words} />
    </figure>
  );
}

/** The steps whose times are under the chart: both ends, and the middle where there is one. */
function ticksOf(last: number): number[] {
  if (last < 1) return [0];
  return last % 2 === 0 ? [0, last / 2, last] : [0, last];
}

interface PlotProps {
  lines: readonly ChartLine[];
  top: number;
  at: number | null;
  last: number;
  label: string;
}

function Plot({ lines, top, at, last, label }: PlotProps) {
  const x = at === null ? null : (at / Math.max(last, 1)) * WIDTH;
  const stroke = { fill: "none", vectorEffect: "non-scaling-stroke" } as const;
  return (
    <svg
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="block h-[130px] w-full"
    >
      {[0, HEIGHT / 2, HEIGHT].map((y) => (
        <path key={y} d={`M0 ${y}L${WIDTH} ${y}`} {...stroke} stroke="var(--line)" strokeWidth="1" />
      ))}
      {x !== null && (
        <path d={`M${x} 0L${x} ${HEIGHT}`} {...stroke} stroke="var(--line-strong)" strokeWidth="1" />
      )}
      {lines.map((line) => (
        <Line key={line.key} line={line} top={top} />
      ))}
    </svg>
  );
}

function Line({ line, top }: { line: ChartLine; top: number }) {
  const { path, dots } = lineShape(line.values, { width: WIDTH, height: HEIGHT, top });
  const stroke = {
    fill: "none",
    stroke: "currentColor",
    vectorEffect: "non-scaling-stroke",
    strokeLinecap: "round",
  } as const;
  return (
    <g className={toneText(line.tone)}>
      <path
        d={path}
        {...stroke}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeDasharray={line.dashed === true ? "4 3" : undefined}
      />
      <path d={dots} {...stroke} strokeWidth="5" />
    </g>
  );
}

function Swatch({ line }: { line: ChartLine }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "inline-block w-3.5 border-t-2 border-current",
        line.dashed === true && "border-dashed",
        toneText(line.tone),
      )}
    />
  );
}

function toneText(tone: ChartLine["tone"]): string {
  return tone === "accent" ? "text-accent" : TONE_TEXT[tone];
}
