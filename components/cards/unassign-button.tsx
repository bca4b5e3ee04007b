"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useAction } from "@/components/ui/use-action";
import { isUnnamed } from "@/lib/anytime/identity";
import { unassignCardAction } from "./actions";

/** Takes a card away from its owner, after asking. */
export function UnassignButton({ cardId, cardRef }: { cardId: string; cardRef: string }) {
  const t = useTranslations("cards");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const { run, pending, problem } = useAction(unassignCardAction, () => setOpen(false));
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("unassign")}
      </Button>
      <Dialog
        title={isUnnamed(cardRef) ? t("unassignTitleUnnamed") : t("unassignTitle", { card: cardRef })}
        isOpen={open}
        onOpenChange={setOpen}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{common("cancel")}</Button>
            <Button variant="primary" onPress={() => run({ cardId })} isPending={pending}>
              {t("unassign")}
            </Button>
          </>
        }
      >
        <p className="text-dim">{t("unassignText")}</p>
        <ActionProblem problem={problem} say={() => t("failed")} className="mt-4" />
      </Dialog>
    </>
  );
}
