"use client";

import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { Link } from "@/components/navigation/link";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import type { AskedAccount as Asked, Sharing } from "@/lib/cards/attribution/sharing-store";
import { answerAccount } from "./actions";

const ANSWERS: readonly Sharing[] = ["joint", "moved", "left"];

/** Asks once what an account is that two linked users have. */
export function AskedAccount({ account, mayAssign }: { account: Asked; mayAssign: boolean }) {
  const t = useTranslations("bankApi");
  const [answer, setAnswer] = useState<Sharing | null>(null);
  const name = account.newer.name;
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={t.rich("asked.title", { account: () => <Identifier value={account.accId} /> })}
    >
      <p>
        {[account.newer, ...account.others].map((person, index) => (
          <Fragment key={person.id}>
            {index > 0 && " · "}
            <Link href={`/users/${person.id}`} className="underline">
              {person.name}
            </Link>
          </Fragment>
        ))}
      </p>
      <p>{t("asked.text")}</p>
      {mayAssign && (
        <div className="mt-2.5 flex flex-wrap gap-2">
          {ANSWERS.map((each) => (
            <Button key={each} size="small" onPress={() => setAnswer(each)}>
              {t(`asked.${each}.button`, { name })}
            </Button>
          ))}
        </div>
      )}
      {answer !== null && (
        <ConfirmDialog
          title={t(`asked.${answer}.button`, { name })}
          text={t(`asked.${answer}.text`, { name })}
          submit={t("asked.submit")}
          action={answerAccount}
          input={() => ({ accountId: account.accountId, sharing: answer })}
          say={(problem) => t(`problems.${problem}`)}
          onClose={() => setAnswer(null)}
        />
      )}
    </Notice>
  );
}
