import { useLocale, useTranslations } from "next-intl";
import { Spark } from "@/components/charts/spark";
import { filterHref, type Query } from "@/components/filters/href";
import { type Figure, FigureStrip } from "@/components/ui/figure-strip";
import type { StatSeries, StatWindow } from "@/lib/webhooks/metrics/stat-series";
import type { DeliveryHealth } from "@/lib/webhooks/read/deliveries-store";
import { formatDuration } from "./duration";

interface CountersProps {
  series: StatSeries;
  window: StatWindow;
  health: DeliveryHealth;
  query: Query;
}

type Waiting = "held" | "quarantined" | "parked";
const TONES = { held: "hold", quarantined: "bad", parked: "bad" } as const;

/** The results of deliveries in a period, and what waits for staff now. */
export function Counters({ series, window, health, query }: CountersProps) {
  const t = useTranslations("deliveries");
  const locale = useLocale();
  const { total, points } = series;
  const counted = (key: "accepted" | "duplicate" | "refused"): Figure => ({
    key,
    label: t(`figures.${key}`),
    value: total[key].toLocaleString(locale),
    spark: <Spark values={points.map((point) => point[key])} />,
    ...(key === "refused" && total.refused > 0 ? { tone: "warn" } : {}),
  });
  const waiting = (verdict: Waiting): Figure => {
    const current = query.verdict === verdict;
    return {
      key: verdict,
      label: t(`figures.${verdict}`),
      value: health[verdict].toLocaleString(locale),
      current,
      href: filterHref("/deliveries", query, { verdict: current ? null : verdict }),
      ...(health[verdict] > 0 ? { tone: TONES[verdict] } : {}),
    };
  };
  return (
    <FigureStrip
      narrow
      label={t("figures.label", { window: t(`window.${window}`) })}
      figures={[
        counted("accepted"),
        counted("duplicate"),
        counted("refused"),
        {
          key: "p95",
          label: t("figures.p95"),
          value: total.p95 === null ? "—" : formatDuration(total.p95, locale),
          spark: <Spark values={points.map(({ p95 }) => p95)} />,
        },
        waiting("held"),
        waiting("quarantined"),
        waiting("parked"),
      ]}
    />
  );
}
