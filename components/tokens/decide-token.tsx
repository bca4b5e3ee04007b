"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { confirmTokenAction, takeTokenBackAction } from "@/app/(staff)/users/unowned/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useTokenProblem } from "./token-problem";

interface DecideTokenProps {
  kind: "confirm" | "takeBack";
  id: string;
  /** The start of its fingerprint. */
  token: string;
  /** Whose it would be, or is. */
  name: string;
}

const ACTIONS = { confirm: confirmTokenAction, takeBack: takeTokenBackAction };

/** Confirms a token from a second browser, or takes back one that was given to somebody. */
export function DecideToken({ kind, id, token, name }: DecideTokenProps) {
  const t = useTranslations("tokens");
  const common = useTranslations("common");
  const say = useTokenProblem();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const decide = () =>
    start(async () => {
      const result = await ACTIONS[kind]({ tokenId: id }).catch(() => null);
      if (result?.ok === true) setOpen(false);
      else setProblem(result?.problem ?? "failed");
    });
  return (
    <>
      <Button
        size="small"
        variant={kind === "confirm" ? "primary" : "secondary"}
        onPress={() => setOpen(true)}
      >
        {t(`${kind}.button`)}
      </Button>
      <Dialog
        title={t(`${kind}.title`, { token })}
        isOpen={open}
        onOpenChange={setOpen}
        alert
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{common("cancel")}</Button>
            <Button variant="primary" onPress={decide} isPending={pending}>
              {t(`${kind}.button`)}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t(`${kind}.text`, { name })}</p>
          {problem !== null && (
            <Notice tone="bad" live>
              {say(problem)}
            </Notice>
          )}
        </div>
      </Dialog>
    </>
  );
}
