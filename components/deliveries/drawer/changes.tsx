import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { EntityChange } from "@/lib/webhooks/review/dry-run";

/** What would change, row by row and field by field. */
export function Changes({ changes }: { changes: readonly EntityChange[] }) {
  const t = useTranslations("deliveries.dryRun");
  return changes.map((change) => (
    <section key={`${change.entity} ${change.id}`} className="min-w-0">
      <h3 className="mb-1.5 flex items-center gap-2 text-table font-semibold">
        {t(`entity.${change.entity}`)} {change.label}
        {change.created && <Badge tone="ok">{t("created")}</Badge>}
      </h3>
      <table className="w-full table-fixed text-table">
        <thead className="text-left text-label text-dim">
          <tr>
            <th scope="col" className="w-1/3 py-1 pr-2 font-[540]">
              {t("field")}
            </th>
            <th scope="col" className="py-1 pr-2 font-[540]">
              {t("before")}
            </th>
            <th scope="col" className="py-1 font-[540]">
              {t("after")}
            </th>
          </tr>
        </thead>
        <tbody>
          {change.fields.map((field) => (
            <tr key={field.name} className="border-t border-line align-top [overflow-wrap:anywhere]">
              <th scope="row" className="py-1 pr-2 text-left font-mono text-[12px] font-normal">
                {field.name}
              </th>
              <Value text={field.before} tone="text-dim line-through" />
              <Value text={field.after} tone="text-ok" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  ));
}

function Value({ text, tone }: { text: string | null; tone: string }) {
  const t = useTranslations("deliveries.dryRun");
  return (
    <td className={`py-1 pr-2 ${text === null ? "text-faint" : tone}`}>{text === null ? t("none") : text}</td>
  );
}
