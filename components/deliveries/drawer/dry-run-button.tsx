"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { dryRunDelivery } from "@/components/deliveries/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { callAction } from "@/components/ui/use-action";
import type { DryRun } from "@/lib/webhooks/review/dry-run";
import { Changes } from "./changes";

type Outcome = DryRun | { ok: false; problem: "failed" };

/** Shows what processing a delivery again would change, without changing it. */
export function DryRunButton({ id }: { id: string }) {
  const t = useTranslations("deliveries.dryRun");
  const common = useTranslations("common");
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [pending, start] = useTransition();
  const run = () =>
    start(async () => {
      const answer = await callAction(dryRunDelivery({ id }));
      setOutcome(answer.ok ? answer.value : { ok: false, problem: "failed" });
    });
  return (
    <>
      <Button size="small" className="mt-2.5" onPress={run} isPending={pending}>
        {t("button")}
      </Button>
      <Dialog
        title={t("title")}
        isOpen={outcome !== null}
        onOpenChange={(open) => {
          if (!open) setOutcome(null);
        }}
        actions={
          <Button variant="primary" onPress={() => setOutcome(null)}>
            {common("close")}
          </Button>
        }
      >
        {outcome !== null && <Result outcome={outcome} />}
      </Dialog>
    </>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("deliveries.dryRun");
  if (!outcome.ok) {
    const detail = "detail" in outcome ? (outcome.detail ?? "") : "";
    return <Notice tone="bad">{t(`problem.${outcome.problem}`, { detail })}</Notice>;
  }
  return (
    <div className="flex flex-col gap-4">
      {outcome.changes.length === 0 ? (
        <Notice tone="ok">{t("nothing")}</Notice>
      ) : (
        <Changes changes={outcome.changes} />
      )}
      <p className="text-label text-dim">{t("kept")}</p>
    </div>
  );
}
