import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import type { Funnel } from "@/lib/links/funnel/funnel-store";
import { FUNNEL_STEPS } from "./steps";

/** The steps as a table whose last column is drawn: a chart that screen readers can read. */
export function FunnelSteps({ funnel }: { funnel: Funnel }) {
  const t = useTranslations("funnel");
  const format = useFormatter();
  return (
    <Panel>
      <table className="w-full text-table">
        <thead className="text-left text-label text-dim">
          <tr>
            <th scope="col" className="py-1.5 pr-3 font-[540]">
              {t("columns.step")}
            </th>
            <th scope="col" className="py-1.5 pr-3 text-right font-[540]">
              {t("columns.links")}
            </th>
            <th scope="col" className="w-1/2 py-1.5 font-[540]">
              {t("columns.share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {FUNNEL_STEPS.map((step) => {
            const share = funnel[step] / Math.max(funnel.opened, 1);
            return (
              <tr key={step} className="border-t border-line">
                <th scope="row" className="py-2 pr-3 text-left font-medium">
                  {t(`steps.${step}`)}
                </th>
                <td className="py-2 pr-3 text-right tabular-nums">{format.number(funnel[step])}</td>
                <td className="py-2">
                  <span className="flex items-center gap-2.5">
                    <span aria-hidden="true" className="h-3 grow overflow-hidden rounded-full bg-quiet-soft">
                      <span
                        className={`block h-full rounded-full ${step === "confirmed" ? "bg-ok" : "bg-accent"}`}
                        style={{ width: `${share * 100}%` }}
                      />
                    </span>
                    <span className="w-12 text-right text-dim tabular-nums">
                      {format.number(share, "percent")}
                    </span>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
