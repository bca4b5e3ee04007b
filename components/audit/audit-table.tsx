import { useTranslations } from "next-intl";
import type { Query } from "@/components/filters/href";
import { SiteCell, SiteHead } from "@/components/sites/site-cells";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import { AUDIT_OUTCOMES } from "@/lib/audit/actions";
import type { AuditRow } from "@/lib/audit/audit-store";
import type { TargetName } from "@/lib/audit/target-names-store";
import { AuditDetailsList } from "./audit-details";
import { AuditSentence } from "./audit-sentence";

const TONES = { done: "ok", denied: "bad", failed: "bad" } as const;

interface AuditTableProps {
  rows: readonly AuditRow[];
  nameOf: (row: AuditRow) => TargetName | null;
  /** The words of permissions. */
  permissions: ReadonlyMap<string, string>;
  query: Query;
}

/** The audit trail, a sentence an entry. */
export function AuditTable({ rows, nameOf, permissions, query }: AuditTableProps) {
  const t = useTranslations("audit");
  return (
    <Table label={t("title")} compact cards>
      <TableHead>
        <Th className="w-0">{t("columns.at")}</Th>
        <Th>{t("columns.what")}</Th>
        <SiteHead className="max-lg:hidden" />
        <Th className="w-0">{t("columns.outcome")}</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const outcome = AUDIT_OUTCOMES.find((name) => name === row.outcome) ?? "failed";
          return (
            <Tr key={row.seq.toString()}>
              <Td className="py-1.5 align-top">
                <ExactTime iso={row.at.toISOString()} />
              </Td>
              <Td className="!whitespace-normal py-1.5 align-top" phone="whole">
                <AuditSentence row={row} target={nameOf(row)} permissions={permissions} query={query} />
                {row.details !== null && <AuditDetailsList details={row.details} action={row.action} />}
              </Td>
              <SiteCell siteId={row.siteId} className="py-1.5 align-top max-lg:hidden" />
              <Td phone="end" className="py-1.5 align-top">
                <StatusPill tone={TONES[outcome]}>{t(outcome)}</StatusPill>
              </Td>
            </Tr>
          );
        })}
      </TableBody>
    </Table>
  );
}
