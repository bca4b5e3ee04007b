"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Link } from "@/components/navigation/link";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/time";
import type { UnseenNotice } from "@/lib/staff/notices/notices-store";
import { seeNotices } from "./actions";

/** What an owner must know of, until they say that they have seen it: tokens that were revealed, keys that read them. */
export function OwnerNotices({ notices }: { notices: readonly UnseenNotice[] }) {
  const t = useTranslations("overview.notices");
  const { run, pending, problem } = useAction(seeNotices);
  return (
    <Panel
      className="mb-4"
      title={t("title")}
      actions={
        <Button size="small" onPress={() => run({ ids: notices.map(({ id }) => id) })} isPending={pending}>
          {t("seen")}
        </Button>
      }
    >
      <ActionProblem problem={problem} say={noWords} />
      <ul className="flex flex-col gap-2 text-table">
        {notices.map((notice) => (
          <li key={notice.id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              <Words notice={notice} />
            </span>
            <span className="text-dim">
              <RelativeTime iso={notice.createdAt.toISOString()} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Words({
  notice: { kind, user, keyName, actorName: actor, siteName: site },
}: {
  notice: UnseenNotice;
}) {
  const t = useTranslations("overview.notices");
  if (kind === "token_key_made")
    return t.rich("token_key_made", {
      actor,
      site,
      key: keyName ?? "",
      link: (words) => <InText href="/settings/api-keys">{words}</InText>,
    });
  return t.rich("token_revealed", {
    actor,
    name: user?.name ?? "—",
    link: (words) => (user === null ? words : <InText href={`/users/${user.id}?show=staff`}>{words}</InText>),
  });
}

function InText({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-accent underline">
      {children}
    </Link>
  );
}
