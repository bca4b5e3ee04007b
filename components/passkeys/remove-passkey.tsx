"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { FreshFactor } from "@/components/second-factor/fresh-factor";
import { isFactorRefusal } from "@/components/second-factor/is-factor-refusal";
import { Notice } from "@/components/ui/notice";
import { removeOwnPasskey } from "./actions";
import type { ShownPasskey } from "./shown-passkey";

interface RemovePasskeyProps {
  passkey: ShownPasskey;
  /** Whether no other second factor is left then. */
  isLast: boolean;
  onClose: () => void;
}

/** Asks whether to remove a passkey, and for the second factor if it was not given just now. */
export function RemovePasskey({ passkey, isLast, onClose }: RemovePasskeyProps) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const { run, pending, problem } = useAction(removeOwnPasskey, onClose);
  const isStale = isFactorRefusal(problem);
  const remove = () => run({ id: passkey.id });
  return (
    <Dialog
      title={t("removing.title", { name: passkey.name })}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      alert
      actions={
        <>
          <Button onPress={onClose}>{common("cancel")}</Button>
          {!isStale && (
            <Button variant="danger" onPress={remove} isPending={pending}>
              {t("removing.submit")}
            </Button>
          )}
        </>
      }
    >
      {isStale ? (
        <FreshFactor onGiven={remove} />
      ) : (
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("removing.text")}</p>
          {isLast && <Notice tone="warn">{t("removing.last")}</Notice>}
          <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
        </div>
      )}
    </Dialog>
  );
}
