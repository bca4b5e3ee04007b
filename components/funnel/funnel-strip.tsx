import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/controls/button-link";
import { ROOM } from "@/components/ui/figure-strip";
import { Panel } from "@/components/ui/panel";
import type { Funnel } from "@/lib/links/funnel/funnel-store";
import { FUNNEL_STEPS } from "./steps";

/** The funnel of the last thirty days in one line: where people drop out, at a glance. Null keeps its room. */
export function FunnelStrip({ funnel }: { funnel: Funnel | null }) {
  const t = useTranslations("funnel");
  const format = useFormatter();
  return (
    <Panel
      title={t("strip")}
      className="mb-4"
      actions={
        <ButtonLink href="/users/funnel" size="small">
          {t("details")}
        </ButtonLink>
      }
    >
      <ol className="grid grid-cols-2 gap-x-3 gap-y-3 min-[520px]:grid-cols-4 min-[1100px]:grid-cols-8">
        {FUNNEL_STEPS.map((step) => {
          const share = funnel === null ? 0 : funnel[step] / Math.max(funnel.opened, 1);
          return (
            <li key={step} className="min-w-0 text-label">
              <span className="flex items-baseline gap-1.5">
                <span className="text-table font-semibold tabular-nums">
                  {funnel === null ? ROOM : format.number(funnel[step])}
                </span>
                {funnel !== null && (
                  <span className="text-faint tabular-nums">{format.number(share, "percent")}</span>
                )}
              </span>
              <span
                aria-hidden="true"
                className="my-1 block h-1.5 overflow-hidden rounded-full bg-quiet-soft"
              >
                <span
                  className={`block h-full rounded-full ${step === "confirmed" ? "bg-ok" : "bg-accent"}`}
                  style={{ width: `${share * 100}%` }}
                />
              </span>
              <span className="block text-dim">{t(`steps.${step}`)}</span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
