"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import { stopMailsAction } from "@/components/user-selection/actions";

/** Stops e-mails to a person who wants none, or allows them again. */
export function StopMails({ userId, stopped }: { userId: string; stopped: boolean }) {
  const t = useTranslations("userDetails.mails");
  const change = (next: boolean) => ({ userId, stopped: next });
  const { run, pending, problem } = useAction(stopMailsAction, () =>
    sayDone({ text: t(stopped ? "resumed" : "done"), undo: () => stopMailsAction(change(stopped)) }),
  );
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 border-t border-line pt-3 text-table">
      <p className="grow text-dim">{t(stopped ? "stopped" : "allowed")}</p>
      <ActionProblem problem={problem} say={() => t("unchanged")} />
      <Button size="small" onPress={() => run(change(!stopped))} isPending={pending}>
        {t(stopped ? "resume" : "stop")}
      </Button>
    </div>
  );
}
