"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { sayDone } from "@/components/controls/toasts";
import { isUnnamed } from "@/lib/anytime/identity";
import { assignCardAction, unassignCardAction } from "./actions";

/** Removes the owner of a card, after confirmation. */
export function UnassignButton({ cardId, cardRef }: { cardId: string; cardRef: string }) {
  const t = useTranslations("cards");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("unassign")}
      </Button>
      {open && (
        <ConfirmDialog
          title={isUnnamed(cardRef) ? t("unassignTitleUnnamed") : t("unassignTitle", { card: cardRef })}
          text={t("unassignText")}
          submit={t("unassign")}
          action={unassignCardAction}
          input={() => ({ cardId })}
          onDone={(userId) => {
            const again = { cardId, userId, wholeAccount: false };
            sayDone({
              text: t("unassigned"),
              ...(userId === null ? {} : { undo: () => assignCardAction(again) }),
            });
            return null;
          }}
          say={(name) => t(`assign.problems.${name}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
