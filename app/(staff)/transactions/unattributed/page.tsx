import { CreditCard } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { AssignDialog } from "@/components/cards/assign-dialog";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formatMoney } from "@/components/transactions/money";
import { EmptyState } from "@/components/ui/empty-state";
import { Identifier } from "@/components/ui/identifier";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Aside, Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { countUnattributedCards, listUnattributedCards } from "@/lib/cards/attribution/attribution-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import { may } from "@/lib/db/access/permissions";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const MOST = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cards"))("unattributed") };
}

export default async function UnattributedPage() {
  const { scope, role } = await requireStaff("transactions:read");
  const db = getRuntime().database.prisma;
  const [t, locale, cards, count] = await Promise.all([
    getTranslations("cards"),
    getLocale(),
    listUnattributedCards(scope, db, MOST),
    countUnattributedCards(scope, db),
  ]);
  return (
    <>
      <LiveRefresh kinds={["card", "transaction"]} />
      <PageHeader title={t("unattributed")} badges={<LiveIndicator />} lead={t("unattributedLead")} />
      <Panel flush>
        {cards.length === 0 ? (
          <EmptyState icon={<CreditCard />} title={t("queueEmpty")} text={t("queueEmptyText")} />
        ) : (
          <Table label={t("unattributed")}>
            <TableHead>
              <Th>{t("columns.card")}</Th>
              <Th className="max-sm:hidden">{t("columns.lastMerchant")}</Th>
              <Th numeric>{t("columns.transactions")}</Th>
              <Th>
                <span className="sr-only">{t("assign.button")}</span>
              </Th>
            </TableHead>
            <TableBody>
              {cards.map((card) => (
                <Tr key={card.cardId}>
                  <Td className="py-1.5">
                    <Link href={`/transactions?card=${card.cardId}`} className="hover:underline">
                      <Identifier value={card.cardRef} />
                    </Link>
                    <span className="block text-label text-faint">
                      {t.rich("account", { account: () => <Identifier value={card.accId} /> })}
                    </span>
                  </Td>
                  <Td className="max-sm:hidden">
                    <bdi>{card.lastMerchant ?? "—"}</bdi>
                    {card.lastAt !== null && (
                      <Aside>
                        <RelativeTime iso={card.lastAt.toISOString()} />
                      </Aside>
                    )}
                  </Td>
                  <Td numeric>
                    {card.amount === null ? t("over", { count: card.transactions }) : card.transactions}
                    {card.amount !== null && (
                      <Aside>{formatMoney(card.amount, ACCOUNT_CURRENCY, locale)}</Aside>
                    )}
                  </Td>
                  <Td className="text-right">
                    {may(role, "cards:assign") && <AssignDialog card={card} suggestion={card.suggestion} />}
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        )}
        {count > cards.length && (
          <p className="border-t border-line px-[18px] py-3 text-label text-faint">
            {t("queueMore", { shown: cards.length, count })}
          </p>
        )}
      </Panel>
    </>
  );
}
