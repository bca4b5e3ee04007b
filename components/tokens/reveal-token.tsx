"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ButtonLink } from "@/components/controls/button-link";
import { Dialog } from "@/components/controls/dialog";
import { RevealDialog } from "./reveal-dialog";

interface RevealTokenProps {
  id: string;
  /** The start of its fingerprint. */
  token: string;
  /** Whether this session has a second factor at all. */
  hasFactor: boolean;
}

/** Shows a linked user's token for a minute, to whoever has a second factor. */
export function RevealToken({ id, token, hasFactor }: RevealTokenProps) {
  const t = useTranslations("tokens.reveal");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)} aria-label={t("named", { token })}>
        {t("button")}
      </Button>
      {open && hasFactor && <RevealDialog id={id} token={token} onClose={close} />}
      <Dialog
        title={t("title", { token })}
        isOpen={open && !hasFactor}
        onOpenChange={setOpen}
        actions={<ButtonLink href="/account">{t("setUp")}</ButtonLink>}
      >
        <p className="text-dim">{t("factor")}</p>
      </Dialog>
    </>
  );
}
