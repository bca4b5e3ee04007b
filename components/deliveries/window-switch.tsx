import { ChartLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/components/controls/button-style";
import { hrefWith, type Query } from "@/components/filters/href";
import { Link } from "@/components/navigation/link";
import { classNames } from "@/components/ui/class-names";
import type { StatWindow } from "@/lib/webhooks/metrics/stat-series";

const WINDOWS = ["1h", "24h", "7d"] as const satisfies readonly StatWindow[];

interface WindowSwitchProps {
  window: StatWindow;
  charts: boolean;
  query: Query;
}

/** The period of counters and charts, and whether the charts are shown. */
export function WindowSwitch({ window, charts, query }: WindowSwitchProps) {
  const t = useTranslations("deliveries.window");
  return (
    <>
      <nav
        aria-label={t("label")}
        className="inline-flex h-8 items-center rounded-control border border-line-strong p-0.5"
      >
        {WINDOWS.map((key) => (
          <Link
            key={key}
            href={hrefWith("/deliveries", query, { window: key === "24h" ? null : key })}
            scroll={false}
            {...(key === window ? { "aria-current": "true" as const } : {})}
            className={classNames(
              "rounded-md px-2 py-0.5 text-table no-underline",
              key === window ? "bg-hover font-[540] text-ink" : "text-dim hover:text-ink",
            )}
          >
            {t(key)}
          </Link>
        ))}
      </nav>
      <Link
        href={hrefWith("/deliveries", query, { charts: charts ? null : "1" })}
        scroll={false}
        {...(charts ? { "aria-current": "true" as const } : {})}
        className={buttonStyle("secondary", "medium", charts ? "!bg-hover" : undefined)}
      >
        <ChartLine aria-hidden="true" />
        {t("charts")}
      </Link>
    </>
  );
}
