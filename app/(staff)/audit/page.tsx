import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditFilterBar } from "@/components/audit/audit-filters";
import { AuditTable } from "@/components/audit/audit-table";
import { ExportAudit } from "@/components/audit/export-audit";
import { ForeignPage } from "@/components/filters/foreign-page";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { auditFiltersSchema, auditListKey, isFiltered } from "@/lib/audit/audit-filters";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { listActors, readTargetNames, targetKey } from "@/lib/audit/target-names-store";
import { findBrokenEntry } from "@/lib/audit/verify";
import { PERMISSION_NAMES } from "@/lib/db/access/permissions";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const PAGE_SIZE = 100;
const CHECKED = 1_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const { scope } = await requireStaff("audit:read");
  const { database, auditKeys } = getRuntime();
  const db = database.prisma;
  const query = firstValues(await searchParams);
  const filters = auditFiltersSchema.parse(query);
  const { after, isForeign } = readAfter(auditListKey(filters), query.after);
  const [t, words, page, broken, actors] = await Promise.all([
    getTranslations("audit"),
    getTranslations("staff.permissions"),
    listAuditEntries(scope, db, auditKeys.ring, { filters, after, limit: PAGE_SIZE }),
    findBrokenEntry(SYSTEM_SCOPE, db, auditKeys, CHECKED),
    listActors(SYSTEM_SCOPE, db),
  ]);
  const [targetType = null, targetId = null] = filters.about?.split(":") ?? [];
  const names = await readTargetNames(scope, db, [...page.rows, { targetType, targetId }]);
  const filtered = isFiltered(filters);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} actions={<ExportAudit filters={filters} />} />
      {broken !== null && (
        <Notice tone="bad" title={t("broken", { seq: broken.toString() })} className="mb-4">
          {t("brokenText")}
        </Notice>
      )}
      <AuditFilterBar
        query={query}
        filters={filters}
        actors={actors}
        about={names.get(filters.about ?? "")?.name ?? null}
      />
      <ForeignPage isForeign={isForeign} />
      <Panel flush>
        {page.rows.length === 0 ? (
          <EmptyState
            icon={<ScrollText />}
            title={t(filtered ? "noMatch" : "empty")}
            text={t(filtered ? "noMatchText" : "emptyText")}
          />
        ) : (
          <AuditTable
            rows={page.rows}
            nameOf={(row) => names.get(targetKey(row)) ?? null}
            permissions={new Map(PERMISSION_NAMES.map((name) => [name, words(name)]))}
            query={query}
          />
        )}
      </Panel>
      <Pagination
        newerHref={after === null ? null : hrefWith("/audit", query, { after: null })}
        olderHref={page.next === null ? null : hrefWith("/audit", query, { after: page.next })}
      />
    </>
  );
}
