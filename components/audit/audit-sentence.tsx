import { useTranslations } from "next-intl";
import { filterHref, type Query } from "@/components/filters/href";
import { Link } from "@/components/navigation/link";
import type { AuditRow } from "@/lib/audit/audit-store";
import type { TargetName } from "@/lib/audit/target-names-store";
import { inSentence, useAuditWords } from "./audit-words";
import { hrefOfTarget } from "./target-href";

interface AuditSentenceProps {
  row: Pick<AuditRow, "actorId" | "actorName" | "action" | "targetType" | "targetId" | "outcome" | "times">;
  /** What it was done to; null if it has no name, or none any more. */
  target: TargetName | null;
  /** The words of permissions, which denied entries name. */
  permissions: ReadonlyMap<string, string>;
  query: Query;
}

const LINK = "font-[540] text-ink no-underline hover:underline";

/** Who did what to whom, in a sentence whose names lead there. */
export function AuditSentence({ row, target, permissions, query }: AuditSentenceProps) {
  const t = useTranslations("audit");
  const { describeAction, nameActor } = useAuditWords();
  const described = describeAction(row.action);
  const deed =
    row.outcome === "denied"
      ? t("refusedTo", { what: inSentence(permissions.get(row.action) ?? described ?? row.action) })
      : described === null
        ? null
        : inSentence(described);
  return (
    <span className="[overflow-wrap:anywhere]">
      <Link
        href={filterHref("/audit", query, { actor: row.actorId ?? row.actorName })}
        className={LINK}
        title={t("onlyBy", { name: nameActor(row.actorName) })}
      >
        {nameActor(row.actorName)}
      </Link>{" "}
      {deed ?? <span className="font-mono text-[12px]">{row.action}</span>}
      <TargetLink row={row} target={target} />
      {row.times > 1 && <span className="text-dim"> {t("times", { count: row.times })}</span>}
    </span>
  );
}

function TargetLink({ row, target }: Pick<AuditSentenceProps, "row" | "target">) {
  const t = useTranslations("audit");
  const { targetType, targetId } = row;
  // A person who did something to themselves is named once.
  if (targetType === null || targetId === null || targetId === row.actorId) return null;
  const name = target?.name ?? t("nameless", { end: targetId.slice(-8) });
  const href = hrefOfTarget(targetType, targetId, target);
  return (
    <>
      {t("colon")}
      {href === null ? (
        <span className={target === null ? "font-mono text-[12px] text-dim" : undefined}>{name}</span>
      ) : (
        <Link href={href} className={LINK}>
          {name}
        </Link>
      )}
    </>
  );
}
