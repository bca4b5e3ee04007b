"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useAction } from "@/components/ui/use-action";
import { confirmTokenAction, takeTokenBackAction } from "./actions";
import { useTokenProblem } from "./token-problem";

interface DecideTokenProps {
  kind: "confirm" | "takeBack";
  id: string;
  /** The start of its fingerprint. */
  token: string;
  /** Its future or current owner. */
  name: string;
}

const ACTIONS = { confirm: confirmTokenAction, takeBack: takeTokenBackAction };

/** Confirms a token from a second browser, or undoes an assignment. */
export function DecideToken({ kind, id, token, name }: DecideTokenProps) {
  const t = useTranslations("tokens");
  const common = useTranslations("common");
  const say = useTokenProblem();
  const [open, setOpen] = useState(false);
  const { run, pending, problem } = useAction<unknown, unknown>(ACTIONS[kind], () => setOpen(false));
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
            <Button variant="primary" onPress={() => run({ tokenId: id })} isPending={pending}>
              {t(`${kind}.button`)}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t(`${kind}.text`, { name })}</p>
          <ActionProblem problem={problem} say={say} />
        </div>
      </Dialog>
    </>
  );
}
