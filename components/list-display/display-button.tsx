"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { chipStyle } from "@/components/filters/filter-chip";
import { DisplayDialog, type DisplayDialogProps } from "./display-dialog";

/** Opens the choice of columns and of the height of rows. */
export function DisplayButton(props: Omit<DisplayDialogProps, "onClose">) {
  const t = useTranslations("listDisplay");
  const [open, setOpen] = useState(false);
  return (
    <>
      <AriaButton className={chipStyle(false)} onPress={() => setOpen(true)}>
        <Columns3 aria-hidden="true" className="size-3.5" />
        {t("button")}
      </AriaButton>
      {open && <DisplayDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
