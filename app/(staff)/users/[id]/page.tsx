import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { AskedAccount } from "@/components/bank-api/asked-account";
import { UserReading } from "@/components/bank-api/user-reading";
import { UserCards } from "@/components/cards/user-cards";
import { firstValues, hrefWith } from "@/components/filters/href";
import { FetchPaymentsButton } from "@/components/jobs/fetch-payments-button";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { UserTransactions } from "@/components/transactions/user-transactions";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { EditUser } from "@/components/user-details/edit-user";
import { Notes } from "@/components/user-details/notes";
import { StopMails } from "@/components/user-details/stop-mails";
import { Tags } from "@/components/user-details/tags";
import { NewLinkButton } from "@/components/users/connect-links";
import { SituationNotice } from "@/components/users/situation-notice";
import { TimelinePanel } from "@/components/users/timeline-panel";
import { UserFigures } from "@/components/users/user-figures";
import { LinksPanel, TokensPanel } from "@/components/users/user-panels";
import { UserState } from "@/components/users/user-state";
import { WhyNoPayments } from "@/components/users/why-no-payments";
import { readUserReading } from "@/lib/bank-api/readings-store";
import { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { listAskedAccounts } from "@/lib/cards/attribution/sharing-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { listNotes } from "@/lib/links/notes/notes-store";
import { listTags } from "@/lib/links/notes/tags-store";
import { describeSituation } from "@/lib/links/timeline/situation";
import {
  readTimelineCursor,
  readTimelineParts,
  timelineKey,
  USUAL_PARTS,
} from "@/lib/links/timeline/timeline";
import { readHistory } from "@/lib/links/timeline/user-history";
import { listConnectLinks, listUserTokens } from "@/lib/links/timeline/user-history-store";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { readPaymentChecks } from "@/lib/overview/why-no-payments-store";
import { getRuntime } from "@/lib/runtime";
import { canGiveFactor, requireStaff } from "@/lib/staff/authorise";

const LATEST = 10;
const TIMELINE = 50;

const findUser = cache(async (scope: Scope, text: string) => {
  const id = z.uuid().safeParse(text).data;
  return id === undefined ? null : readLinkedUser(scope, getRuntime().database.prisma, id);
});

/** The tab says whose page it is: several are open during a call. */
export async function generateMetadata({ params }: PageProps<"/users/[id]">): Promise<Metadata> {
  const { scope } = await requireStaff("users:read");
  const user = await findUser(scope, (await params).id);
  return { title: user?.name ?? (await getTranslations("users"))("one") };
}

export default async function UserPage({ params, searchParams }: PageProps<"/users/[id]">) {
  const staff = await requireStaff("users:read");
  const { scope } = staff;
  const { env, database } = getRuntime();
  const [db, user] = [database.prisma, await findUser(scope, (await params).id)];
  if (user === null) notFound();
  getRuntime().sights.viewed(scope, user);
  const query = firstValues(await searchParams);
  const path = `/users/${user.id}`;
  const chosen = readTimelineParts(query.show);
  const parts = chosen ?? USUAL_PARTS;
  const { after, isForeign } = readTimelineCursor(timelineKey(user.id, parts), query.before);
  const asksWhy = query.why !== undefined;
  const [t, tokens, links, cards, history, transactions, checks, reading, asked, details, notes, knownTags] =
    await Promise.all([
      getTranslations("users"),
      listUserTokens(scope, db, user.id),
      listConnectLinks(scope, db, user.id),
      listUserCards(scope, db, user.id),
      readHistory(scope, db, env.ENCRYPTION_KEYS, {
        userId: user.id,
        parts,
        after,
        limit: TIMELINE,
      }),
      listTransactions(scope, db, { user: user.id }, { after: null, limit: LATEST }),
      asksWhy ? readPaymentChecks(scope, db, user.id) : null,
      readUserReading(scope, db, user.id),
      listAskedAccounts(scope, db, user.id),
      getTranslations("userDetails"),
      listNotes(scope, db, user.id),
      listTags(scope, db),
    ]);
  const now = new Date();
  const facts = [user.externalReference, user.email].filter((fact) => fact !== null).join(" · ");
  const [mayWrite, mayAssign] = [may(scope, "users:write"), may(scope, "cards:assign")];
  const reveals = may(scope, "tokens:reveal") ? { hasFactor: await canGiveFactor(staff) } : null;
  const working = links.find(({ state }) => state === "created" || state === "opened");
  const person = { id: user.id, name: user.name };
  return (
    <>
      <LiveRefresh
        kinds={["linked_user", "token", "card", "transaction", "connect_session", "job", "merchant"]}
      />
      <PageHeader
        title={user.name}
        badges={
          <>
            <UserState state={user.standing} />
            <LiveIndicator />
          </>
        }
        lead={facts === "" ? t("noReference") : facts}
        actions={
          <>
            {may(scope, "payments:fetch") && <FetchPaymentsButton userId={user.id} />}
            {mayWrite && may(scope, "personal_data:read") && (
              <EditUser
                user={{
                  ...person,
                  email: user.email,
                  externalReference: user.externalReference,
                  language: user.language,
                }}
              />
            )}
            {mayWrite && <NewLinkButton userId={user.id} />}
          </>
        }
      />
      <SituationNotice
        situation={describeSituation(user, links, now)}
        user={person}
        workingLink={working?.id ?? null}
        whyHref={hrefWith(path, query, { why: "1" })}
        mayWrite={mayWrite}
        mayAssign={mayAssign}
      />
      {reading !== null && <UserReading reading={reading} maySettings={may(scope, "settings:read")} />}
      {asked.map((account) => (
        <AskedAccount key={account.accountId} account={account} mayAssign={mayAssign} />
      ))}
      <UserFigures user={user} whyHref={hrefWith(path, query, { why: "1" })} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_348px]">
        <div className="flex min-w-0 flex-col gap-4">
          {checks !== null && (
            <WhyNoPayments
              checks={checks}
              user={person}
              closeHref={hrefWith(path, query, { why: null })}
              mayAssign={mayAssign}
              reading={may(scope, "payments:fetch") ? reading : null}
              now={now.toISOString()}
            />
          )}
          <UserTransactions rows={transactions.rows} userId={user.id} more={transactions.next !== null} />
          <TimelinePanel
            entries={history.entries}
            next={history.next}
            isForeignPage={isForeign}
            chosen={chosen}
            path={path}
            query={query}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={details("tags.title")}>
            <Tags userId={user.id} tags={user.tags} known={knownTags} mayWrite={mayWrite} />
          </Panel>
          {may(scope, "personal_data:read") && (
            <Panel title={details("notes.title")}>
              <Notes
                userId={user.id}
                notes={notes.map((note) => ({ ...note, createdAt: note.createdAt.toISOString() }))}
                mayWrite={mayWrite}
              />
            </Panel>
          )}
          <TokensPanel tokens={tokens} reveals={reveals} />
          <UserCards cards={cards} mayAssign={mayAssign} user={person} />
          <LinksPanel links={links} mayWrite={mayWrite}>
            {mayWrite && getRuntime().mailer !== null && user.email !== null && (
              <StopMails userId={user.id} stopped={user.mailsStoppedAt !== null} />
            )}
          </LinksPanel>
        </div>
      </div>
    </>
  );
}
