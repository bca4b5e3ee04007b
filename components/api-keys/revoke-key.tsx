"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useAction } from "@/components/ui/use-action";
import { endApiKey } from "./actions";

/** Revokes a key; asks for confirmation if it was used in the last day. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const [usedAt, setUsedAt] = useState<string | null>(null);
  const { run, pending, problem, forget } = useAction(endApiKey, (done) => {
    if (done.outcome === "revoked") setOpen(false);
    else setUsedAt(done.lastUsedAt);
  });
  const confirmed = usedAt !== null;
  const change = (next: boolean) => {
    setOpen(next);
    setUsedAt(null);
    forget();
  };
  const say = (name: string) => t(`problems.${name === "not_found" ? name : "failed"}`);
  return (
    <>
      <Button
        size="small"
        variant="danger"
        onPress={() => change(true)}
        aria-label={t("revoke.title", { name })}
      >
        {t("revoke.button")}
      </Button>
      <Dialog
        title={t("revoke.title", { name })}
        isOpen={open}
        onOpenChange={change}
        alert
        actions={
          <>
            <Button onPress={() => change(false)}>{common("cancel")}</Button>
            <Button variant="danger" onPress={() => run({ id, confirmed })} isPending={pending}>
              {t(confirmed ? "revoke.anyway" : "revoke.button")}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("revoke.text")}</p>
          <ActionProblem problem={problem} say={say} />
          {usedAt !== null && (
            <Notice tone="warn" live>
              {t("revoke.usedRecently", { at: format.dateTime(new Date(usedAt), "stampZone") })}
            </Notice>
          )}
        </div>
      </Dialog>
    </>
  );
}
