"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { TextField } from "@/components/fields/text-field";
import { FreshFactor } from "@/components/second-factor/fresh-factor";
import { revealTokenAction } from "./actions";
import { RevealedToken } from "./revealed-token";

interface RevealDialogProps {
  id: string;
  /** The start of its fingerprint. */
  token: string;
  onClose: () => void;
}

const LEAST_REASON = 10;

/** Asks for a reason, and for the second factor if it was not given just now; then shows the token for a minute. */
export function RevealDialog({ id, token, onClose }: RevealDialogProps) {
  const t = useTranslations("tokens.reveal");
  const common = useTranslations("common");
  const [reason, setReason] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const { run, pending, problem, reset } = useAction(revealTokenAction, (value) => {
    // It is kept in one place only, which the minute empties.
    reset();
    setShown(value);
  });
  const hide = () => {
    setShown(null);
    setOver(true);
  };
  const ask = () => run({ tokenId: id, reason });
  const isStale = problem === "second_factor_stale";
  const isAsking = shown === null && !over && !isStale;
  const submit = (
    <Button
      variant="danger"
      onPress={ask}
      isPending={pending}
      isDisabled={reason.trim().length < LEAST_REASON}
    >
      {t("submit")}
    </Button>
  );
  return (
    <Dialog
      title={t("title", { token })}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      alert
      actions={
        <>
          <Button onPress={onClose}>{common(isAsking || isStale ? "cancel" : "close")}</Button>
          {isAsking && submit}
        </>
      }
    >
      {shown !== null && <RevealedToken value={shown} onOver={hide} />}
      {over && <p>{t("over")}</p>}
      {isStale && <FreshFactor onGiven={ask} />}
      {isAsking && (
        <div onChange={reset} className="flex flex-col gap-4">
          <p className="text-dim">{t("text")}</p>
          <TextField
            label={t("reason")}
            hint={t("reasonHint")}
            value={reason}
            onChange={setReason}
            rows={2}
            maxLength={500}
            autoFocus
          />
          <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
        </div>
      )}
    </Dialog>
  );
}
