import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { UserCards } from "@/components/cards/user-cards";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { UserTransactions } from "@/components/transactions/user-transactions";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { NewLinkButton } from "@/components/users/connect-links";
import { Timeline } from "@/components/users/timeline";
import { LinksPanel, TokensPanel } from "@/components/users/user-panels";
import { UserState } from "@/components/users/user-state";
import { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { listTransactions } from "@/lib/cards/transactions/transactions-store";
import { may } from "@/lib/db/access/permissions";
import { readHistory } from "@/lib/links/users/user-history";
import { listConnectLinks, listUserTokens } from "@/lib/links/users/user-history-store";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const LATEST = 20;
const TIMELINE = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("one") };
}

export default async function UserPage({ params }: PageProps<"/users/[id]">) {
  const { scope, role } = await requireStaff("users:read");
  const id = z.uuid().safeParse((await params).id).data;
  const db = getRuntime().database.prisma;
  const user = id === undefined ? null : await readLinkedUser(scope, db, id);
  if (user === null) notFound();
  const [t, tokens, links, cards, timeline, transactions] = await Promise.all([
    getTranslations("users"),
    listUserTokens(scope, db, user.id),
    listConnectLinks(scope, db, user.id),
    listUserCards(scope, db, user.id),
    readHistory(scope, db, getRuntime().env.ENCRYPTION_KEYS, user.id, TIMELINE),
    listTransactions(scope, db, { user: user.id }, { after: null, limit: LATEST }),
  ]);
  const facts = [user.externalReference, user.email].filter((fact) => fact !== null).join(" · ");
  const mayWrite = may(role, "users:write");
  return (
    <>
      <LiveRefresh kinds={["linked_user", "token", "card", "transaction", "connect_session"]} />
      <PageHeader
        title={user.name}
        badges={
          <>
            <UserState state={user.standing} />
            <LiveIndicator />
          </>
        }
        lead={facts === "" ? t("noReference") : facts}
        actions={mayWrite && <NewLinkButton userId={user.id} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_348px]">
        <div className="flex min-w-0 flex-col gap-4">
          <UserTransactions rows={transactions.rows} userId={user.id} more={transactions.next !== null} />
          <Panel title={t("timeline.title")}>
            <Timeline entries={timeline} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <TokensPanel tokens={tokens} />
          <UserCards cards={cards} mayAssign={may(role, "cards:assign")} />
          <LinksPanel links={links} mayWrite={mayWrite} />
        </div>
      </div>
    </>
  );
}
