"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { downloadFile } from "@/components/actions/download-file";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import type { ChosenUsers } from "./chosen-users";

/** The connect links of chosen people as a file; asked about first, because whoever has it can connect in their names. */
export function ExportLinks({ chosen }: { chosen: ChosenUsers }) {
  const t = useTranslations("selection.links");
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const saved = await downloadFile("/api/users/links", chosen, t("file"));
    setPending(false);
    setOpen(false);
    sayDone({ text: t(saved) });
  };
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog title={t("title")} isOpen={open} onOpenChange={setOpen}>
        <p className="mb-4 text-dim">{t("text")}</p>
        <Button variant="primary" onPress={run} isPending={pending}>
          {t("submit")}
        </Button>
      </Dialog>
    </>
  );
}
