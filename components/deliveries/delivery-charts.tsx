"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ChartLine } from "@/components/charts/chart-line";
import { LineChart } from "@/components/charts/line-chart";
import { Panel } from "@/components/ui/panel";
import type { StatPoint, StatSeries } from "@/lib/webhooks/metrics/stat-series";
import { formatDuration } from "./duration";

/** Deliveries and answer times over a period. */
export function DeliveryCharts({ series }: { series: StatSeries }) {
  const t = useTranslations("deliveries");
  const format = useFormatter();
  const locale = useLocale();
  const { points, total, minutes } = series;
  const times = points.map(({ at }) =>
    format.dateTime(new Date(at), minutes > 15 ? "dayHour" : "hourMinute"),
  );
  const count = (value: number | null) => (value ?? 0).toLocaleString(locale);
  const took = (value: number | null) => (value === null ? t("charts.none") : formatDuration(value, locale));
  const line = (
    key: keyof Omit<StatPoint, "at">,
    label: string,
    look: Pick<ChartLine, "tone" | "dashed">,
    say: (value: number | null) => string,
  ): ChartLine => ({
    key,
    label,
    ...look,
    values: points.map((point) => point[key]),
    summary: say(total[key]),
  });
  const words = { scrub: t("charts.scrub"), table: t("charts.table"), time: t("charts.time") };
  return (
    <Panel title={t("charts.title")} className="mb-4">
      <div className="grid gap-6 lg:grid-cols-2">
        <LineChart
          title={t("charts.outcomes")}
          times={times}
          words={words}
          format={count}
          lines={[
            line("accepted", t("figures.accepted"), { tone: "accent" }, count),
            line("duplicate", t("figures.duplicate"), { tone: "quiet", dashed: true }, count),
            line("held", t("figures.held"), { tone: "hold" }, count),
            line("refused", t("figures.refused"), { tone: "bad" }, count),
          ]}
        />
        <LineChart
          title={t("charts.answers")}
          times={times}
          words={words}
          format={took}
          lines={[
            line("p50", t("charts.median"), { tone: "quiet", dashed: true }, took),
            line("p95", t("charts.p95"), { tone: "accent" }, took),
          ]}
        />
      </div>
    </Panel>
  );
}
