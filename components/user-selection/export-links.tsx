"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DownloadButton } from "@/components/actions/download-button";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import type { ChosenUsers } from "./chosen-users";

/** The connect links of chosen people as a file; asked about first, because whoever has it can connect in their names. */
export function ExportLinks({ chosen }: { chosen: ChosenUsers }) {
  const t = useTranslations("selection.links");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog title={t("title")} isOpen={open} onOpenChange={setOpen}>
        <p className="mb-4 text-dim">{t("text")}</p>
        <DownloadButton
          variant="primary"
          from="/api/users/links"
          asked={chosen}
          file={t("file")}
          say={t}
          onEnd={() => setOpen(false)}
        >
          {t("submit")}
        </DownloadButton>
      </Dialog>
    </>
  );
}
