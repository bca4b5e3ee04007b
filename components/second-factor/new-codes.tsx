"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { makeNewCodes } from "./actions";
import { RecoveryCodes } from "./factor-steps";
import { FreshFactor } from "./fresh-factor";
import { isFactorRefusal } from "./is-factor-refusal";

/** Makes new recovery codes, and shows them this one time. It is open as long as it is mounted. */
export function NewCodes({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account.factor");
  const common = useTranslations("common");
  const { run, pending, value, problem } = useAction(makeNewCodes);
  const isStale = isFactorRefusal(problem);
  const make = () => run(undefined);
  return (
    <Dialog
      title={t("newCodes")}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      alert={value !== null}
      actions={
        value === null && (
          <>
            <Button onPress={onClose}>{common("cancel")}</Button>
            {!isStale && (
              <Button variant="primary" onPress={make} isPending={pending}>
                {t("newCodes")}
              </Button>
            )}
          </>
        )
      }
    >
      {value !== null && <RecoveryCodes codes={value} said={t("newCodesDone")} onDone={onClose} />}
      {value === null && isStale && <FreshFactor onGiven={make} />}
      {value === null && !isStale && (
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("newCodesText")}</p>
          <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
        </div>
      )}
    </Dialog>
  );
}
