"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CandidatePicker } from "@/components/cards/candidate-picker";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { assignTokenAction } from "./actions";

interface AssignTokenProps {
  id: string;
  siteId: string;
  /** The start of its fingerprint. */
  token: string;
}

/** Assigns a token to a linked user: search, choose. */
export function AssignToken({ id, siteId, token }: AssignTokenProps) {
  const t = useTranslations("tokens");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("assign.button")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("assign.title", { token })}
          text={t("assign.text")}
          submit={t("assign.submit")}
          action={assignTokenAction}
          input={() => ({ tokenId: id, userId: chosen })}
          isReady={chosen !== null}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        >
          <CandidatePicker siteId={siteId} first={null} chosen={chosen} onChoose={setChosen} />
        </ConfirmDialog>
      )}
    </>
  );
}
