"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { decideOnDelivery } from "@/components/deliveries/actions";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { Decision } from "@/lib/webhooks/review/decide-store";
import { REASON_LENGTH } from "../decisions";

interface DecideButtonProps {
  decision: Decision;
  id: string;
  /** Whether it fits the delivery as it is now. */
  offered: boolean;
  primary?: boolean;
}

/** Asks for a reason, decides, and says what came of it. */
export function DecideButton({ decision, id, offered, primary }: DecideButtonProps) {
  const t = useTranslations("deliveries.decide");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [said, setSaid] = useState<{ tone: "ok" | "warn"; text: string } | null>(null);
  const { run, pending, problem, forget } = useAction(decideOnDelivery, (result) =>
    setSaid({
      tone: result.refused + result.skipped > 0 ? "warn" : "ok",
      text: t("result", { ...result }),
    }),
  );
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setSaid(null);
    forget();
  };
  const type = (text: string) => {
    setReason(text);
    forget();
  };
  const label = t(`${decision}.button`);
  return (
    <>
      {offered && (
        <Button
          size="small"
          variant={primary === true ? "primary" : "secondary"}
          onPress={() => change(true)}
        >
          {label}
        </Button>
      )}
      <Dialog
        title={label}
        isOpen={open}
        onOpenChange={change}
        actions={
          said?.tone === "ok" ? (
            <Button variant="primary" onPress={() => change(false)}>
              {common("close")}
            </Button>
          ) : (
            <>
              <Button onPress={() => change(false)}>{common("cancel")}</Button>
              <Button
                variant="primary"
                onPress={() => run({ decision, reason, id })}
                isPending={pending}
                isDisabled={reason.trim().length < REASON_LENGTH}
              >
                {label}
              </Button>
            </>
          )
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t(`${decision}.text`)}</p>
          {said !== null && (
            <Notice tone={said.tone} live>
              {said.text}
            </Notice>
          )}
          {said?.tone !== "ok" && (
            <>
              <TextField
                label={t("reason")}
                hint={t("reasonHint")}
                value={reason}
                onChange={type}
                autoFocus
                maxLength={500}
              />
              <ActionProblem problem={problem} say={() => t("failed")} />
            </>
          )}
        </div>
      </Dialog>
    </>
  );
}
