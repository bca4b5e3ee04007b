import { classNames } from "@/components/ui/class-names";
import { lineShape, roundTop } from "./scale";

interface SparkProps {
  values: readonly (number | null)[];
  className?: string;
}

const WIDTH = 120;
const HEIGHT = 22;

/** A line as small as a word, in the colour of the text around it. Only a hint: the numbers are beside it. */
export function Spark({ values, className }: SparkProps) {
  const { path, dots } = lineShape(values, { width: WIDTH, height: HEIGHT - 2, top: roundTop(values) });
  return (
    <svg
      viewBox={`0 -1 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      height={HEIGHT}
      aria-hidden="true"
      className={classNames("block w-full", className)}
    >
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={dots}
        fill="none"
        stroke="currentColor"
        strokeWidth="4"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
