"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { callAction, useAction } from "@/components/ui/use-action";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import type { Decision } from "@/lib/webhooks/review/decide-store";
import { countMatching, orderOverMatching } from "./actions";
import { REASON_LENGTH } from "./decisions";

interface BulkDialogProps {
  decision: Decision;
  filters: DeliveryFilters;
  onClose: () => void;
}

type Counted = { count: number; isAll: boolean } | "counting" | "failed";

/** Says over how many deliveries a decision would be, asks for a reason, and orders it. */
export function BulkDialog({ decision, filters, onClose }: BulkDialogProps) {
  const t = useTranslations("deliveries");
  const common = useTranslations("common");
  const counted = useCount(filters);
  const [reason, setReason] = useState("");
  const [ordered, setOrdered] = useState<number | null>(null);
  const { run, pending, problem, forget } = useAction(orderOverMatching, ({ total }) => setOrdered(total));
  const type = (text: string) => {
    setReason(text);
    forget();
  };
  const done = ordered !== null;
  const none = typeof counted === "object" && counted.count === 0;
  return (
    <Dialog
      title={t(`decide.${decision}.all`)}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      actions={
        done ? (
          <Button variant="primary" onPress={onClose}>
            {common("close")}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{common("cancel")}</Button>
            <Button
              variant="primary"
              onPress={() => run({ decision, filters, reason })}
              isPending={pending}
              isDisabled={none || reason.trim().length < REASON_LENGTH}
            >
              {t(`jobs.decision.${decision}`)}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-dim">{t(`decide.${decision}.text`)}</p>
        {done && (
          <Notice tone="ok" live>
            {t("bulk.ordered", { count: ordered })}
          </Notice>
        )}
        {!done && (
          <>
            <p role="status" className="text-table font-medium">
              <Count counted={counted} />
            </p>
            <TextField
              label={t("decide.reason")}
              hint={t("decide.reasonHint")}
              value={reason}
              onChange={type}
              autoFocus
              maxLength={500}
            />
            <ActionProblem problem={problem} say={() => t("decide.failed")} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Count({ counted }: { counted: Counted }) {
  const t = useTranslations("deliveries");
  if (counted === "counting") return t("bulk.counting");
  if (counted === "failed") return t("decide.failed");
  return t(counted.isAll ? "bulk.count" : "bulk.countMany", { count: counted.count });
}

function useCount(filters: DeliveryFilters): Counted {
  const [counted, setCounted] = useState<Counted>("counting");
  // The page reads its filters anew with each refresh; counting again takes other ones.
  const key = JSON.stringify(filters);
  useEffect(() => {
    let left = false;
    const say = (next: Counted) => {
      if (!left) setCounted(next);
    };
    void callAction(countMatching({ filters: JSON.parse(key) })).then((answer) =>
      say(answer.ok ? answer.value : "failed"),
    );
    return () => {
      left = true;
    };
  }, [key]);
  return counted;
}
