"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { isUnnamed } from "@/lib/anytime/identity";
import { assignCardAction } from "./actions";
import { CandidatePicker } from "./candidate-picker";
import { useSayAssigned } from "./say-assigned";
import { WholeAccount } from "./whole-account";

interface AssignDialogProps {
  card: { cardId: string; siteId: string; cardRef: string; accId: string };
  suggestion: { id: string; name: string } | null;
  /** Whether the rest of the account comes with it, as long as nobody says otherwise. */
  wholeAccount?: boolean;
}

/** Assigns a card to a linked user: search, choose, and say whether the rest of the account is included. */
export function AssignDialog({ card, suggestion, wholeAccount: offered = true }: AssignDialogProps) {
  const t = useTranslations("cards.assign");
  const sayAssigned = useSayAssigned();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(suggestion?.id ?? null);
  const [wholeAccount, setWholeAccount] = useState(offered && !isUnnamed(card.accId));
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && (
        <ConfirmDialog
          title={
            card.cardRef === "" || isUnnamed(card.cardRef)
              ? t("titleUnnamed")
              : t("title", { card: card.cardRef })
          }
          text={t("text")}
          submit={t("submit")}
          action={assignCardAction}
          input={() => ({ cardId: card.cardId, userId: chosen, wholeAccount })}
          isReady={chosen !== null}
          onDone={(done) => {
            sayAssigned(done);
            return null;
          }}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        >
          <CandidatePicker siteId={card.siteId} first={suggestion} chosen={chosen} onChoose={setChosen} />
          {!isUnnamed(card.accId) && (
            <WholeAccount accId={card.accId} value={wholeAccount} onChange={setWholeAccount} />
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
