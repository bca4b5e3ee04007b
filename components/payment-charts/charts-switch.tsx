import { ChartLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/components/controls/button-style";
import { hrefWith, type Query } from "@/components/filters/href";
import { Link } from "@/components/navigation/link";
import { Panel } from "@/components/ui/panel";

/** Shows the charts of the list, or hides them. */
export function ChartsSwitch({ isOn, query }: { isOn: boolean; query: Query }) {
  const t = useTranslations("paymentCharts");
  return (
    <Link
      href={hrefWith("/transactions", query, { charts: isOn ? null : "1" })}
      scroll={false}
      {...(isOn ? { "aria-current": "true" as const } : {})}
      className={buttonStyle("secondary", "medium", isOn ? "!bg-hover" : undefined)}
    >
      <ChartLine aria-hidden="true" />
      {t("button")}
    </Link>
  );
}

/** Keeps the room of the charts until they are there. */
export function ChartsComing() {
  const t = useTranslations("paymentCharts");
  return (
    <Panel title={t("title")} className="mb-4">
      <p role="status" className="h-[420px] text-table text-dim">
        {t("coming")}
      </p>
    </Panel>
  );
}
