"use client";

import { useTranslations } from "next-intl";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Notice } from "@/components/ui/notice";
import type { DryRun } from "@/lib/webhooks/review/dry-run";
import { dryRunDelivery } from "../actions";
import { Changes } from "./changes";

/** Shows what processing a delivery again would change, without changing it. */
export function DryRunButton({ id }: { id: string }) {
  const t = useTranslations("deliveries.dryRun");
  const common = useTranslations("common");
  const { run, pending, value, problem, reset } = useAction(dryRunDelivery);
  return (
    <>
      <Button size="small" className="mt-2.5" onPress={() => run({ id })} isPending={pending}>
        {t("button")}
      </Button>
      <Dialog
        title={t("title")}
        isOpen={value !== null || problem !== null}
        onOpenChange={(open) => {
          if (!open) reset();
        }}
        actions={
          <Button variant="primary" onPress={reset}>
            {common("close")}
          </Button>
        }
      >
        <ActionProblem problem={problem} say={noWords} />
        {value !== null && <Result outcome={value} />}
      </Dialog>
    </>
  );
}

function Result({ outcome }: { outcome: DryRun }) {
  const t = useTranslations("deliveries.dryRun");
  if (!outcome.ok)
    return <Notice tone="bad">{t(`problem.${outcome.problem}`, { detail: outcome.detail ?? "" })}</Notice>;
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
