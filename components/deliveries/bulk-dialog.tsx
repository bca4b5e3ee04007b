"use client";

import { useTranslations } from "next-intl";
import { noWords, useProblemWords } from "@/components/actions/action-problem";
import { useAnswer } from "@/components/actions/use-answer";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import { type Decision, REASON_LENGTH } from "@/lib/webhooks/review/decisions";
import { countMatching, orderOverMatching, releaseMatching } from "./actions";

interface BulkDialogProps {
  decision: Decision;
  filters: DeliveryFilters;
  onClose: () => void;
}

/** Says over how many deliveries a decision would be, asks for a reason, and orders it. */
export function BulkDialog({ decision, filters, onClose }: BulkDialogProps) {
  const t = useTranslations("deliveries");
  const words = useProblemWords(noWords);
  const { value: counted, problem } = useAnswer(countMatching, { filters });
  const sayCount = () => {
    if (problem !== null) return words(problem);
    if (counted === null) return t("bulk.counting");
    return t(counted.isAll ? "bulk.count" : "bulk.countMany", { count: counted.count });
  };
  return (
    <ConfirmDialog
      title={t(`decide.${decision}.all`)}
      text={t(`decide.${decision}.text`)}
      submit={t(`jobs.decision.${decision}`)}
      action={decision === "released" ? releaseMatching : orderOverMatching}
      input={({ reason }) => ({ decision, filters, reason })}
      onDone={({ total }) => ({ tone: "ok", text: t("bulk.ordered", { count: total }) })}
      say={noWords}
      reason={{ label: t("decide.reason"), hint: t("decide.reasonHint"), least: REASON_LENGTH.least }}
      isReady={counted?.count !== 0}
      onClose={onClose}
    >
      <p role="status" className="text-table font-medium">
        {sayCount()}
      </p>
    </ConfirmDialog>
  );
}
