import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditCells } from "@/components/audit/audit-cells";
import { ForeignPage } from "@/components/filters/foreign-page";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import { AUDIT_LIST, listAuditEntries } from "@/lib/audit/audit-store";
import { AUDIT_OUTCOMES } from "@/lib/audit/record";
import { findBrokenEntry } from "@/lib/audit/verify";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readAfter } from "@/lib/db/list-cursor";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const PAGE_SIZE = 100;
const CHECKED = 1_000;
const TONES = { done: "ok", denied: "bad", failed: "bad" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { scope } = await requireStaff("audit:read");
  const { database, auditKeys } = getRuntime();
  const query = firstValues(await searchParams);
  const { after, isForeign } = readAfter(AUDIT_LIST, query.after);
  const [t, page, broken] = await Promise.all([
    getTranslations("audit"),
    listAuditEntries(scope, database.prisma, auditKeys.ring, {
      after,
      limit: PAGE_SIZE,
    }),
    findBrokenEntry(SYSTEM_SCOPE, database.prisma, auditKeys, CHECKED),
  ]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {broken !== null && (
        <Notice tone="bad" title={t("broken", { seq: broken.toString() })} className="mb-4">
          {t("brokenText")}
        </Notice>
      )}
      <ForeignPage isForeign={isForeign} />
      <Panel flush>
        {page.rows.length === 0 ? (
          <EmptyState icon={<ScrollText />} title={t("empty")} text={t("emptyText")} />
        ) : (
          <Table label={t("title")} compact cards>
            <TableHead>
              <Th>{t("columns.at")}</Th>
              <Th>{t("columns.actor")}</Th>
              <Th>{t("columns.action")}</Th>
              <Th>{t("columns.target")}</Th>
              <Th>{t("columns.outcome")}</Th>
            </TableHead>
            <TableBody>
              {page.rows.map((row) => {
                const outcome = AUDIT_OUTCOMES.find((name) => name === row.outcome) ?? "failed";
                return (
                  <Tr key={row.seq.toString()}>
                    <Td phone="end">
                      <ExactTime iso={row.at.toISOString()} />
                    </Td>
                    <AuditCells actorName={row.actorName} action={row.action} times={row.times} />
                    <Td className="!whitespace-normal font-mono text-[12px] text-dim [overflow-wrap:anywhere]">
                      {row.targetType === null ? "—" : `${row.targetType} …${row.targetId?.slice(-8) ?? ""}`}
                    </Td>
                    <Td phone="end">
                      <StatusPill tone={TONES[outcome]}>{t(outcome)}</StatusPill>
                    </Td>
                  </Tr>
                );
              })}
            </TableBody>
          </Table>
        )}
      </Panel>
      <Pagination
        newerHref={after === null ? null : "/audit"}
        olderHref={page.next === null ? null : hrefWith("/audit", query, { after: page.next })}
      />
    </>
  );
}
