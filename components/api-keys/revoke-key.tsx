"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog, type Said } from "@/components/controls/confirm-dialog";
import { endApiKey, type Revocation } from "./actions";

/** Revokes a key; asks for confirmation if it was used in the last day. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations("apiKeys");
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const tell = (done: Revocation): Said | null => {
    if (done.outcome === "revoked") return null;
    const at = format.dateTime(new Date(done.lastUsedAt), "stampZone");
    return { tone: "warn", text: t("revoke.usedRecently", { at }) };
  };
  return (
    <>
      <Button
        size="small"
        variant="danger"
        onPress={() => setOpen(true)}
        aria-label={t("revoke.title", { name })}
      >
        {t("revoke.button")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("revoke.title", { name })}
          text={t("revoke.text")}
          submit={t("revoke.button")}
          submitAgain={t("revoke.anyway")}
          danger
          action={endApiKey}
          input={({ confirmed }) => ({ id, confirmed })}
          onDone={tell}
          say={(problem) => t(`problems.${problem}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
