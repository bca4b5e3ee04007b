"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Notice } from "@/components/ui/notice";
import type { RotationOutcome } from "./actions";
import { NewCallbackUrl } from "./new-callback-url";
import { RotateForm, type Rotating } from "./rotate-form";

type Done = Exclude<RotationOutcome, { outcome: "used_recently" }>;

/** Explains a rotation, does its first step, and shows the result. */
export function RotateButton(rotating: Rotating) {
  const t = useTranslations("settings.keys");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    // The shown key is forgotten with its dialog.
    setDone(null);
  };
  const titles = { new_key: t("newUrl"), new_reference: t("newRef") };
  return (
    <>
      <Button size="small" onPress={() => change(true)}>
        {t(`${rotating.kind}.rotate`)}
      </Button>
      <Dialog
        title={done === null ? t(`${rotating.kind}.rotate`) : titles[done.outcome]}
        isOpen={open}
        onOpenChange={change}
        alert={done !== null}
        {...(done === null
          ? {}
          : {
              actions: (
                <Button variant="primary" onPress={() => change(false)}>
                  {common("close")}
                </Button>
              ),
            })}
      >
        {done === null && <RotateForm {...rotating} onDone={setDone} onCancel={() => change(false)} />}
        {done?.outcome === "new_key" && <NewCallbackUrl url={done.callbackUrl} />}
        {done?.outcome === "new_reference" && (
          <div className="flex flex-col gap-4">
            <Notice tone="ok" live>
              {t("newRefText")}
            </Notice>
            {done.isPublic && <Notice tone="warn">{t("newRefPublic")}</Notice>}
          </div>
        )}
      </Dialog>
    </>
  );
}
