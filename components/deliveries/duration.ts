const STEPS = [
  { unit: "millisecond", milliseconds: 1, below: 1_000 },
  { unit: "second", milliseconds: 1_000, below: 60_000 },
  { unit: "minute", milliseconds: 60_000, below: 3_600_000 },
  { unit: "hour", milliseconds: 3_600_000, below: 86_400_000 },
  { unit: "day", milliseconds: 86_400_000, below: Number.POSITIVE_INFINITY },
] as const;

/** A duration in its largest unit, short: "120 ms", "4.2 sec", "3 days". */
export function formatDuration(milliseconds: number, locale: string): string {
  const length = Math.max(0, milliseconds);
  const step = STEPS.find(({ below }) => length < below) ?? STEPS[0];
  const value = length / step.milliseconds;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: step.unit,
    unitDisplay: "short",
    maximumFractionDigits: step.unit === "millisecond" || value >= 10 ? 0 : 1,
  }).format(value);
}
