"use client";

import { useLocale, useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Link } from "@/components/navigation/link";
import { Amount } from "@/components/payment-table/money";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { Twin } from "@/lib/cards/twins/twins-store";
import { joinPair, partPair } from "./actions";

interface TwinNoticeProps {
  id: string;
  twin: Twin;
  /** Whether they are joined, or only look as if they should be. */
  isJoined: boolean;
  mayWrite: boolean;
  /** The drawer of the other payment. */
  href: string;
}

/** Says that a payment came again under another id, or may have, and joins the two or undoes that. */
export function TwinNotice({ id, twin, isJoined, mayWrite, href }: TwinNoticeProps) {
  const t = useTranslations("twins");
  const locale = useLocale();
  const { row, isSettlement } = twin;
  const pair = isSettlement ? { earlierId: id, laterId: row.id } : { earlierId: row.id, laterId: id };
  const { run, pending, problem } = useAction(isJoined ? partPair : joinPair);
  const said = isJoined ? "joined" : "suggested";
  return (
    <Notice tone={isJoined ? "ok" : "hold"} className="mt-3">
      <p>{t(`${said}.${isSettlement ? "later" : "earlier"}`)}</p>
      <p className="mt-1">
        <Link href={href} scroll={false} className="text-accent hover:underline">
          <Amount row={row} locale={locale} /> ·{" "}
          <ExactTime iso={row.bankDate} timeZone={BANK_ZONE} as="stampShort" />
        </Link>
      </p>
      {mayWrite && (
        <Button size="small" className="mt-2" onPress={() => run(pair)} isPending={pending}>
          {t(isJoined ? "part" : "join")}
        </Button>
      )}
      <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-2" />
    </Notice>
  );
}
