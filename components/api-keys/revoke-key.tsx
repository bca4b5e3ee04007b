"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { endApiKey } from "@/app/(staff)/settings/api-keys/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

const PROBLEMS = ["not_permitted", "not_found"] as const;

/** Revokes a key; asks again where it was used in the last day. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<{ tone: "warn" | "bad"; text: string } | null>(null);
  const [pending, start] = useTransition();
  const confirmed = said?.tone === "warn";
  const change = (next: boolean) => {
    setOpen(next);
    setSaid(null);
  };
  const revoke = () =>
    start(async () => {
      const result = await endApiKey({ id, confirmed }).catch(() => ({ ok: false, problem: "" }) as const);
      if (!result.ok) {
        const problem = PROBLEMS.find((known) => known === result.problem) ?? "failed";
        setSaid({ tone: "bad", text: t(`problems.${problem}`) });
      } else if (result.value.outcome === "revoked") setOpen(false);
      else {
        const at = format.dateTime(new Date(result.value.lastUsedAt), "stampZone");
        setSaid({ tone: "warn", text: t("revoke.usedRecently", { at }) });
      }
    });
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
            <Button variant="danger" onPress={revoke} isPending={pending}>
              {t(confirmed ? "revoke.anyway" : "revoke.button")}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("revoke.text")}</p>
          {said !== null && (
            <Notice tone={said.tone} live>
              {said.text}
            </Notice>
          )}
        </div>
      </Dialog>
    </>
  );
}
