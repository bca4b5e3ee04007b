"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CandidatePicker } from "@/components/cards/candidate-picker";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useAction } from "@/components/ui/use-action";
import { assignTokenAction } from "./actions";
import { useTokenProblem } from "./token-problem";

interface AssignTokenProps {
  id: string;
  siteId: string;
  /** The start of its fingerprint. */
  token: string;
}

/** Assigns a token to a linked user: search, choose. */
export function AssignToken({ id, siteId, token }: AssignTokenProps) {
  const t = useTranslations("tokens.assign");
  const common = useTranslations("common");
  const say = useTokenProblem();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const { run, pending, problem, forget } = useAction(assignTokenAction, () => setOpen(false));
  const choose = (userId: string) => {
    setChosen(userId);
    forget();
  };
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog
        title={t("title", { token })}
        isOpen={open}
        onOpenChange={setOpen}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{common("cancel")}</Button>
            <Button
              variant="primary"
              onPress={() => run({ tokenId: id, userId: chosen })}
              isPending={pending}
              isDisabled={chosen === null}
            >
              {t("submit")}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("text")}</p>
          <CandidatePicker siteId={siteId} first={null} chosen={chosen} onChoose={choose} />
          <ActionProblem problem={problem} say={say} />
        </div>
      </Dialog>
    </>
  );
}
