import { useTranslations } from "next-intl";
import type { AuditDetails } from "@/lib/audit/audit-store";

/** What an entry says beside its sentence, closed until somebody asks. */
export function AuditDetailsList({ details, action }: { details: AuditDetails; action: string }) {
  const t = useTranslations("audit");
  const known = Object.entries(details).filter(([, value]) => value !== null && value !== "");
  if (known.length === 0) return null;
  return (
    <details className="text-label text-dim">
      <summary className="w-fit cursor-pointer">{t("details.title")}</summary>
      <dl className="mt-1 mb-1.5 grid grid-cols-[max-content_1fr] gap-x-3 gap-y-0.5">
        <dt>{t("details.action")}</dt>
        <dd className="font-mono text-[12px]">{action}</dd>
        {known.map(([name, value]) => (
          <Detail key={name} name={name} value={String(value)} />
        ))}
      </dl>
    </details>
  );
}

const NAMED = [
  "reason",
  "from",
  "to",
  "role",
  "count",
  "name",
  "tag",
  "before",
  "after",
  "email",
  "changed",
] as const;

function Detail({ name, value }: { name: string; value: string }) {
  const t = useTranslations("audit");
  const known = NAMED.find((each) => each === name);
  return (
    <>
      <dt className={known === undefined ? "font-mono text-[12px]" : undefined}>
        {known === undefined ? name : t(`details.${known}`)}
      </dt>
      <dd className="text-ink [overflow-wrap:anywhere]">{value}</dd>
    </>
  );
}
