import { useTranslations } from "next-intl";

interface SparkLineProps {
  /** One value a day, oldest first, as decimal text. */
  points: readonly { day: string; amount: string }[];
  label: string;
  height?: number;
}

const WIDTH = 260;

/** A small line over days, with its numbers in a table behind it for who cannot see it. */
export function SparkLine({ points, label, height = 34 }: SparkLineProps) {
  const t = useTranslations("transactions");
  // Pixels, not money: here a double will do.
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
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            <th scope="col">{t("columns.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ day, amount }) => (
            <tr key={day}>
              <td>{day}</td>
              <td>{amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
