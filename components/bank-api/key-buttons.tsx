"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { endBankKey, makeBankKey } from "./actions";

/** Makes a key, after it was explained what has to be done with it. */
export function MakeKeyButton({ siteId, currentId }: { siteId: string; currentId: string | null }) {
  const t = useTranslations("bankApi");
  const [open, setOpen] = useState(false);
  const label = t(currentId === null ? "key.make" : "key.rotate");
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <ConfirmDialog
          title={label}
          text={t(currentId === null ? "key.makeText" : "key.rotateText")}
          submit={label}
          action={makeBankKey}
          input={() => ({ siteId, currentId })}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Ends a key, after confirmation. */
export function EndKeyButton({ siteId, keyId, isOnly }: { siteId: string; keyId: string; isOnly: boolean }) {
  const t = useTranslations("bankApi");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="danger" onPress={() => setOpen(true)}>
        {t("key.end")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("key.end")}
          text={t(isOnly ? "key.endOnlyText" : "key.endText")}
          submit={t("key.end")}
          danger
          action={endBankKey}
          input={() => ({ siteId, keyId })}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
