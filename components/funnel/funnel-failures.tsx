import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import type { Funnel } from "@/lib/links/funnel/funnel-store";

/** Why links were not confirmed, most frequent first. */
export function FunnelFailures({ failures }: { failures: Funnel["failures"] }) {
  const t = useTranslations("funnel");
  const format = useFormatter();
  const names = Object.keys(failures) as (keyof Funnel["failures"])[];
  const sorted = names.toSorted((left, right) => failures[right] - failures[left]);
  return (
    <Panel title={t("failuresTitle")}>
      <dl className="flex flex-col gap-2 text-table">
        {sorted.map((name) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className={failures[name] === 0 ? "text-faint" : ""}>{t(`failures.${name}`)}</dt>
            <dd className="text-dim tabular-nums">{format.number(failures[name])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
