"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { noWords } from "@/components/actions/action-problem";
import { Button } from "@/components/controls/button";
import { ConfirmDialog, type Said } from "@/components/controls/confirm-dialog";
import type { DecisionResult } from "@/lib/webhooks/review/decide";
import { type Decision, REASON_LENGTH } from "@/lib/webhooks/review/decisions";
import { decideOnDelivery, releaseDelivery } from "../actions";

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
  const [open, setOpen] = useState(false);
  const tell = (result: DecisionResult): Said => ({
    tone: result.refused + result.skipped > 0 ? "warn" : "ok",
    text: t("result", { ...result }),
  });
  const label = t(`${decision}.button`);
  return (
    <>
      {offered && (
        <Button
          size="small"
          variant={primary === true ? "primary" : "secondary"}
          onPress={() => setOpen(true)}
        >
          {label}
        </Button>
      )}
      {open && (
        <ConfirmDialog
          title={label}
          text={t(`${decision}.text`)}
          submit={label}
          action={decision === "released" ? releaseDelivery : decideOnDelivery}
          input={({ reason }) => ({ decision, reason, id })}
          onDone={tell}
          say={noWords}
          reason={{ label: t("reason"), hint: t("reasonHint"), least: REASON_LENGTH.least }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
