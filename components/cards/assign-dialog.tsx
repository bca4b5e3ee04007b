"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useAction } from "@/components/ui/use-action";
import { isUnnamed } from "@/lib/anytime/identity";
import { assignCardAction } from "./actions";
import { CandidatePicker } from "./candidate-picker";

interface AssignDialogProps {
  card: { cardId: string; siteId: string; cardRef: string; accId: string };
  suggestion: { id: string; name: string } | null;
}

const PROBLEMS = ["card_not_found", "user_not_found", "already_assigned"] as const;

/** Gives a card to a linked user: search, choose, and say whether the rest of the account goes with it. */
export function AssignDialog({ card, suggestion }: AssignDialogProps) {
  const t = useTranslations("cards.assign");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(suggestion?.id ?? null);
  const [wholeAccount, setWholeAccount] = useState(!isUnnamed(card.accId));
  const { run, pending, problem, forget } = useAction(assignCardAction, () => setOpen(false));
  const assign = () => run({ cardId: card.cardId, userId: chosen, wholeAccount });
  const choose = (id: string) => {
    setChosen(id);
    forget();
  };
  const say = (name: string) => t(`problems.${PROBLEMS.find((known) => known === name) ?? "failed"}`);
  return (
    <>
      <Button size="small" variant="primary" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog
        title={isUnnamed(card.cardRef) ? t("titleUnnamed") : t("title", { card: card.cardRef })}
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
          <CandidatePicker siteId={card.siteId} first={suggestion} chosen={chosen} onChoose={choose} />
          {!isUnnamed(card.accId) && (
            <label className="flex items-start gap-2 text-table">
              <input
                type="checkbox"
                checked={wholeAccount}
                onChange={(event) => setWholeAccount(event.target.checked)}
                className="mt-0.5 size-4 accent-[var(--accent)]"
              />
              <span>{t("wholeAccount", { account: card.accId })}</span>
            </label>
          )}
          <ActionProblem problem={problem} say={say} />
        </div>
      </Dialog>
    </>
  );
}
