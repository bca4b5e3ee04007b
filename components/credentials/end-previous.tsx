"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog, type Said } from "@/components/controls/confirm-dialog";
import { type EndOutcome, endCredential } from "./actions";

interface EndPreviousProps {
  kind: "webhook_key" | "partner_ref";
  siteId: string;
  /** null if there is none: the message about the ended one can still be read. */
  credentialId: string | null;
}

/** Ends a previous key or reference; asks for confirmation if it was used in the last day. */
export function EndPrevious({ kind, siteId, credentialId }: EndPreviousProps) {
  const t = useTranslations("settings");
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const tell = (done: EndOutcome): Said => {
    if (done.outcome === "ended") return { tone: "ok", text: t(`keys.${kind}.ended`) };
    const at = format.dateTime(new Date(done.lastUsedAt), "stampZone");
    return { tone: "warn", text: t("keys.usedRecently", { at }) };
  };
  const label = t(`keys.${kind}.end`);
  return (
    <>
      {credentialId !== null && (
        <Button size="small" variant="danger" onPress={() => setOpen(true)}>
          {label}
        </Button>
      )}
      {open && (
        <ConfirmDialog
          title={label}
          text={t(`keys.${kind}.endText`)}
          submit={label}
          submitAgain={t("keys.anyway")}
          danger
          action={endCredential}
          input={({ confirmed }) => ({ siteId, credentialId, confirmed })}
          onDone={tell}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
