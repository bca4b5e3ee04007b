import type { Tone } from "@/components/ui/tone";

/** A line of a chart. */
export interface ChartLine {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone | "accent";
  readonly dashed?: boolean;
  readonly values: readonly (number | null)[];
  /** The values as they are read, where a number does not say them exactly. */
  readonly texts?: readonly string[];
  /** Shown while no point in time is chosen. */
  readonly summary: string;
}
