"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { cancelStaffInvitation } from "./actions";

/** Cancels an invitation: its link then opens nothing. */
export function CancelInvitation({ id, email }: { id: string; email: string }) {
  const t = useTranslations("staff");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        onPress={() => setOpen(true)}
        aria-label={t("invitations.cancel.title", { email })}
      >
        {t("invitations.cancel.button")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("invitations.cancel.title", { email })}
          text={t("invitations.cancel.text")}
          submit={t("invitations.cancel.button")}
          keep={t("invitations.cancel.keep")}
          danger
          action={cancelStaffInvitation}
          input={() => ({ id })}
          say={(problem) => t(`problems.${problem}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
