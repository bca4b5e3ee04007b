"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { runInParts } from "@/components/actions/run-in-parts";
import { type CommonProblem, callAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import type { Ordered } from "@/lib/user-mails/order-mails";
import { chooseUsers, mailUsers } from "./actions";
import type { ChosenUsers } from "./chosen-users";

interface MailUsersProps {
  chosen: ChosenUsers;
  /** Their link, or a reminder of one that they have not opened. */
  kind: "link" | "reminder";
  onDone?: () => void;
}

const AT_ONCE = 500;

/** What an order of e-mails came to, for all its parts. */
type Sums = Record<keyof Ordered, number>;
const NAMES = ["queued", "noAddress", "stopped", "needless"] as const;

async function order(chosen: ChosenUsers, kind: MailUsersProps["kind"]) {
  const ids = await callAction(chooseUsers({ chosen }));
  if (!ids.ok) return { sums: null, problem: ids.problem };
  const { values, problem } = await runInParts(ids.value, AT_ONCE, (userIds) => mailUsers({ userIds, kind }));
  const sumOf = (name: keyof Ordered) => values.reduce((total, part) => total + part[name], 0);
  const sums = Object.fromEntries(NAMES.map((name) => [name, sumOf(name)])) as Sums;
  return { sums: problem === null ? sums : null, problem };
}

/** Sends e-mails to chosen people, after asking: an e-mail cannot be taken back. */
export function MailUsers({ chosen, kind, onDone }: MailUsersProps) {
  const t = useTranslations("selection.mail");
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<CommonProblem | "too_many" | "no_mail" | null>(null);
  const run = async () => {
    setPending(true);
    const { sums, problem: found } = await order(chosen, kind);
    setPending(false);
    setProblem(found);
    if (sums === null) return;
    const left = (["noAddress", "stopped", "needless"] as const)
      .filter((name) => sums[name] > 0)
      .map((name) => t(`left.${name}`, { count: sums[name] }));
    setOpen(false);
    sayDone({ text: [t("queued", { count: sums.queued }), ...left].join(" ") });
    onDone?.();
  };
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t(`${kind}.button`)}
      </Button>
      <Dialog title={t(`${kind}.title`)} isOpen={open} onOpenChange={setOpen}>
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t(`${kind}.text`)}</p>
          <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} />
          <Button variant="primary" onPress={run} isPending={pending}>
            {t(`${kind}.submit`)}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
