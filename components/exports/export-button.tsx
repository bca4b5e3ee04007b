"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ExportDialog } from "./export-dialog";

interface ExportButtonProps {
  /** The filters, as in the URL. */
  query: Readonly<Record<string, string>>;
  /** The columns of the screen, with commas between them. */
  columns: string;
  /** The same filters in words. */
  filters: readonly string[];
}

/** Takes the payments of the list as a file. */
export function ExportButton(props: ExportButtonProps) {
  const t = useTranslations("exports");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Download aria-hidden="true" className="size-4" />
        {t("button")}
      </Button>
      {open && <ExportDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
