import { CreditCard } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AssignChosen } from "@/components/cards/assign-chosen";
import { UnattributedTable } from "@/components/cards/unattributed-table";
import { ButtonLink } from "@/components/controls/button-link";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { firstValues } from "@/components/filters/href";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SelectionProvider } from "@/components/user-selection/selection";
import {
  countUnattributedCards,
  listUnattributedAccounts,
  listUnattributedCards,
} from "@/lib/cards/attribution/unattributed-store";
import { may } from "@/lib/db/access/permissions";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const MOST = 100;
const PATH = "/transactions/unattributed";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cards"))("unattributed") };
}

export default async function UnattributedPage({ searchParams }: PageProps<"/transactions/unattributed">) {
  const { scope } = await requireStaff("transactions:read");
  const db = getRuntime().database.prisma;
  const byAccount = firstValues(await searchParams).by === "account";
  const [t, rows, count] = await Promise.all([
    getTranslations("cards"),
    byAccount ? listUnattributedAccounts(scope, db, MOST) : listUnattributedCards(scope, db, MOST),
    countUnattributedCards(scope, db),
  ]);
  const mayAssign = may(scope, "cards:assign");
  const shown = rows.reduce((sum, row) => sum + ("cards" in row ? row.cards : 1), 0);
  return (
    <>
      <LiveRefresh kinds={["card", "transaction"]} />
      <PageHeader
        title={t("unattributed")}
        badges={<LiveIndicator />}
        lead={t("unattributedLead")}
        actions={mayAssign && <ButtonLink href={`${PATH}/import`}>{t("fromFile")}</ButtonLink>}
      />
      <FilterBar>
        <FilterChip href={PATH + (byAccount ? "" : "?by=account")} active={byAccount}>
          {t("byAccount")}
        </FilterChip>
      </FilterBar>
      <SelectionProvider page={rows.map(({ cardId }) => cardId)}>
        <Panel flush>
          {rows.length === 0 ? (
            <EmptyState
              icon={<CreditCard />}
              title={t("queueEmpty")}
              text={t(mayAssign ? "queueEmptyText" : "queueEmptyTextRead")}
            />
          ) : (
            <UnattributedTable rows={rows} mayAssign={mayAssign} />
          )}
          {count > shown && (
            <p className="border-t border-line px-[18px] py-3 text-label text-faint">
              {t("queueMore", { shown, count })}
            </p>
          )}
        </Panel>
        {mayAssign && <AssignChosen rows={rows} />}
      </SelectionProvider>
    </>
  );
}
