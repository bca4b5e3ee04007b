"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { decideOnDeliveries } from "@/app/(staff)/deliveries/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

type Decision = "released" | "discarded" | "replayed" | "judged_again";

interface DecideButtonProps {
  decision: Decision;
  target: { id: string } | { all: "held" | "quarantined" | "parked" };
  /** How many it is about, where it is about all. */
  count?: number;
  primary?: boolean;
}

/** Asks for a reason, decides, and says what came of it. */
export function DecideButton({ decision, target, count, primary }: DecideButtonProps) {
  const t = useTranslations("deliveries.decide");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [said, setSaid] = useState<{ tone: "ok" | "bad" | "warn"; text: string } | null>(null);
  const [pending, start] = useTransition();
  const change = (next: boolean) => {
    setOpen(next);
    if (next) setSaid(null);
  };
  const decide = () =>
    start(async () => {
      const result = await decideOnDeliveries({ decision, reason, target });
      if (!result.ok)
        setSaid({ tone: "bad", text: t(result.problem === "not_permitted" ? "notPermitted" : "failed") });
      else
        setSaid({
          tone: result.value.refused + result.value.skipped > 0 ? "warn" : "ok",
          text: t("result", { ...result.value }),
        });
    });
  const label = count === undefined ? t(`${decision}.button`) : t(`${decision}.all`, { count });
  return (
    <>
      <Button size="small" variant={primary === true ? "primary" : "secondary"} onPress={() => change(true)}>
        {label}
      </Button>
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
                onPress={decide}
                isPending={pending}
                isDisabled={reason.trim().length < 3}
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
            <TextField
              label={t("reason")}
              hint={t("reasonHint")}
              value={reason}
              onChange={setReason}
              autoFocus
              maxLength={500}
            />
          )}
        </div>
      </Dialog>
    </>
  );
}
