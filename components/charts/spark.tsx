import { classNames } from "@/components/ui/class-names";
import { lineShape } from "./scale";

interface SparkProps {
  values: readonly (number | null)[];
  height?: number;
  /** Whether the area below is filled: for values without gaps. */
  filled?: boolean;
  className?: string;
}

const WIDTH = 120;
/** Room for half a stroke above and below. */
const EDGE = 2;

/** A line as small as a word, in the colour of the text around it. A hint only: the numbers stand beside it. */
export function Spark({ values, height = 22, filled, className }: SparkProps) {
  const top = Math.max(...values.map((value) => value ?? 0), 1);
  const { path, dots } = lineShape(values, { width: WIDTH, height: height - 2 * EDGE, top });
  const stroke = {
    fill: "none",
    stroke: "currentColor",
    strokeLinecap: "round",
    strokeLinejoin: "round",
    vectorEffect: "non-scaling-stroke",
  } as const;
  return (
    <svg
      viewBox={`0 ${-EDGE} ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      height={height}
      aria-hidden="true"
      className={classNames("block w-full", className)}
    >
      {filled === true && path !== "" && (
        <path d={`${path}L${WIDTH} ${height}L0 ${height}Z`} fill="currentColor" opacity="0.12" />
      )}
      <path d={path} {...stroke} strokeWidth="1.5" />
      <path d={dots} {...stroke} strokeWidth="4" />
    </svg>
  );
}

interface SparkFigureProps {
  /** In order; null where there is no value. `said` is what the point says in words. */
  points: readonly { key: string; value: number | null; said: string }[];
  label: string;
  height?: number;
}

/** A line, with its numbers in a list behind it for those who cannot see it. */
export function SparkFigure({ points, label, height = 34 }: SparkFigureProps) {
  return (
    <figure className="min-w-0">
      <Spark
        values={points.map(({ value }) => value)}
        height={height}
        filled={points.every(({ value }) => value !== null)}
        className="text-accent"
      />
      <ul className="sr-only">
        {points.map(({ key, said }) => (
          <li key={key}>{said}</li>
        ))}
      </ul>
      <figcaption className="sr-only">{label}</figcaption>
    </figure>
  );
}
