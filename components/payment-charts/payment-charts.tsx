"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { BarChart } from "@/components/charts/bar-chart";
import { LineChart } from "@/components/charts/line-chart";
import { filterHref, type Query } from "@/components/filters/href";
import { formatMoney } from "@/components/payment-table/money";
import { Panel } from "@/components/ui/panel";
import { addDecimals } from "@/lib/anytime/values/add-decimals";
import type { ChartSum } from "@/lib/cards/charts/charts-store";
import type { NamedSum } from "@/lib/cards/charts/name-tops-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import { stepsOf } from "./chart-steps";

export interface PaymentChartsProps {
  days: readonly ChartSum[];
  /** Bank days, the first null where there is no first. */
  from: string | null;
  to: string;
  merchants: readonly NamedSum[];
  categories: readonly NamedSum[];
  isExact: boolean;
  query: Query;
}

/** What the payments of a filter come to, over time, by merchant and by category. */
export function PaymentCharts(props: PaymentChartsProps) {
  const { merchants, categories, isExact, query } = props;
  const t = useTranslations("paymentCharts");
  const money = useMoney();
  const words = { table: t("table"), name: t("name"), value: t("spent"), note: t("payments") };
  const bars = (sums: readonly NamedSum[], param: string) =>
    sums.map(({ key, name, spent, count }) => ({
      key,
      label: name,
      value: Number(spent),
      text: money(spent),
      note: t("count", { count }),
      href: filterHref("/transactions", query, { [param]: key }),
    }));
  return (
    <Panel title={t("title")} className="mb-4">
      {!isExact && <p className="mb-3 text-label text-dim">{t("notAll")}</p>}
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="lg:col-span-2">
          <OverTime {...props} />
        </div>
        <BarChart title={t("merchants")} bars={bars(merchants, "merchant")} empty={t("none")} words={words} />
        <BarChart
          title={t("categories")}
          bars={bars(categories, "category")}
          empty={t("none")}
          words={words}
        />
      </div>
    </Panel>
  );
}

function OverTime({ days, from, to }: PaymentChartsProps) {
  const t = useTranslations("paymentCharts");
  const format = useFormatter();
  const money = useMoney();
  const { unit, steps } = stepsOf(days, from, to);
  const times = steps.map(({ key }) =>
    format.dateTime(new Date(`${key}T12:00:00Z`), {
      timeZone: "UTC",
      year: "numeric",
      month: "short",
      ...(unit === "day" && { day: "numeric" }),
    }),
  );
  const line = (name: "spent" | "credited", tone: "accent" | "ok") => ({
    key: name,
    label: t(name),
    tone,
    dashed: name === "credited",
    values: steps.map((step) => Number(step[name])),
    texts: steps.map((step) => money(step[name])),
    summary: money(addDecimals(steps.map((step) => step[name]))),
  });
  return (
    <LineChart
      title={t(unit === "day" ? "byDay" : "byMonth")}
      times={times}
      lines={[line("spent", "accent"), line("credited", "ok")]}
      format={(value) => money(String(value ?? 0))}
      words={{ scrub: t("scrub"), table: t("table"), time: t(unit) }}
    />
  );
}

function useMoney() {
  const locale = useLocale();
  return (text: string) => formatMoney(text, ACCOUNT_CURRENCY, locale);
}
