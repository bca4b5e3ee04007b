"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { knownProblem } from "@/components/settings/action-answer";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useAction } from "@/components/ui/use-action";
import { endCredential } from "./actions";

interface EndPreviousProps {
  kind: "webhook_key" | "partner_ref";
  siteId: string;
  /** null if there is none: the message about the ended one can still be read. */
  credentialId: string | null;
}

type Said = { tone: "ok" | "warn"; text: string };

/** Ends a previous key or reference; asks for confirmation if it was used in the last day. */
export function EndPrevious({ kind, siteId, credentialId }: EndPreviousProps) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const { run, pending, problem, forget } = useAction(endCredential, (done) => {
    if (done.outcome === "ended") return setSaid({ tone: "ok", text: t(`keys.${kind}.ended`) });
    const at = format.dateTime(new Date(done.lastUsedAt), "stampZone");
    setSaid({ tone: "warn", text: t("keys.usedRecently", { at }) });
  });
  const change = (next: boolean) => {
    setOpen(next);
    setSaid(null);
    forget();
  };
  const confirmed = said?.tone === "warn";
  const say = (name: string) => t(`problems.${knownProblem(name)}`);
  return (
    <>
      {credentialId !== null && (
        <Button size="small" variant="danger" onPress={() => change(true)}>
          {t(`keys.${kind}.end`)}
        </Button>
      )}
      <Dialog
        title={t(`keys.${kind}.end`)}
        isOpen={open}
        onOpenChange={change}
        alert
        actions={
          <>
            <Button onPress={() => change(false)}>{common(said?.tone === "ok" ? "close" : "cancel")}</Button>
            {said?.tone !== "ok" && (
              <Button
                variant="danger"
                onPress={() => run({ siteId, credentialId, confirmed })}
                isPending={pending}
              >
                {confirmed ? t("keys.anyway") : t(`keys.${kind}.end`)}
              </Button>
            )}
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t(`keys.${kind}.endText`)}</p>
          <ActionProblem problem={problem} say={say} />
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
