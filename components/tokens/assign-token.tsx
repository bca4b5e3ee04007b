"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { assignTokenAction } from "@/app/(staff)/users/unowned/actions";
import { CandidatePicker } from "@/components/cards/candidate-picker";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useTokenProblem } from "./token-problem";

interface AssignTokenProps {
  id: string;
  siteId: string;
  /** The start of its fingerprint. */
  token: string;
}

/** Gives a token to a linked user: search, choose. */
export function AssignToken({ id, siteId, token }: AssignTokenProps) {
  const t = useTranslations("tokens.assign");
  const common = useTranslations("common");
  const say = useTokenProblem();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const assign = () =>
    start(async () => {
      const result = await assignTokenAction({ tokenId: id, userId: chosen }).catch(() => null);
      if (result?.ok === true) setOpen(false);
      else setProblem(result?.problem ?? "failed");
    });
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
            <Button variant="primary" onPress={assign} isPending={pending} isDisabled={chosen === null}>
              {t("submit")}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("text")}</p>
          {problem !== null && (
            <Notice tone="bad" live>
              {say(problem)}
            </Notice>
          )}
          <CandidatePicker siteId={siteId} first={null} chosen={chosen} onChoose={setChosen} />
        </div>
      </Dialog>
    </>
  );
}
