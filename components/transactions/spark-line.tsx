interface SparkLineProps {
  /** One value per day, oldest first, as decimal text. */
  points: readonly { day: string; amount: string }[];
  label: string;
  height?: number;
}

const WIDTH = 260;

/** A small line over days, with its numbers in a list for screen readers. */
export function SparkLine({ points, label, height = 34 }: SparkLineProps) {
  // Pixels, not money: a double is fine.
  const values = points.map(({ amount }) => Number(amount));
  const most = Math.max(...values, 1);
  const step = WIDTH / Math.max(values.length - 1, 1);
  const line = values.map(
    (value, index) =>
      `${(index * step).toFixed(1)} ${(height - 3 - (value / most) * (height - 6)).toFixed(1)}`,
  );
  return (
    <figure className="min-w-0">
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        preserveAspectRatio="none"
        className="block w-full"
        height={height}
        aria-hidden="true"
      >
        <path d={`M${line.join("L")}L${WIDTH} ${height}L0 ${height}Z`} fill="var(--accent-soft)" />
        <path
          d={`M${line.join("L")}`}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.6"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="sr-only">{label}</figcaption>
      <ul className="sr-only">
        {points.map(({ day, amount }) => (
          <li key={day}>
            {day}: {amount}
          </li>
        ))}
      </ul>
    </figure>
  );
}
