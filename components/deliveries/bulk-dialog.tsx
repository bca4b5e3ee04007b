"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { countMatching, orderOverMatching } from "@/app/(staff)/deliveries/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { Decision } from "@/lib/webhooks/decide-store";
import type { DeliveryFilters } from "@/lib/webhooks/delivery-filters";
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
  const [said, setSaid] = useState<{ tone: "ok" | "bad"; text: string } | null>(null);
  const [pending, start] = useTransition();
  const order = () =>
    start(async () => {
      const result = await orderOverMatching({ decision, filters, reason }).catch(lost);
      if (result.ok) setSaid({ tone: "ok", text: t("bulk.ordered", { count: result.value.total }) });
      else {
        const problem = result.problem === "not_permitted" ? "decide.notPermitted" : "decide.failed";
        setSaid({ tone: "bad", text: t(problem) });
      }
    });
  const done = said?.tone === "ok";
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
              onPress={order}
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
        {said !== null && (
          <Notice tone={said.tone} live>
            {said.text}
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
              onChange={setReason}
              autoFocus
              maxLength={500}
            />
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

/** An answer that was lost on the way. */
function lost() {
  return { ok: false, problem: "failed" } as const;
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
    countMatching({ filters: JSON.parse(key) }).then(
      (result) => say(result.ok ? result.value : "failed"),
      () => say("failed"),
    );
    return () => {
      left = true;
    };
  }, [key]);
  return counted;
}
