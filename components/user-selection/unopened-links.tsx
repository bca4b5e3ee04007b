"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { sayDone } from "@/components/controls/toasts";
import { restoreLinks } from "@/components/users/actions";
import { changeUnopened } from "./actions";
import type { ChosenUsers } from "./chosen-users";

interface UnopenedLinksProps {
  chosen: ChosenUsers;
  onDone: () => void;
}

/** Extends or cancels the links that chosen people have not opened. */
export function UnopenedLinks({ chosen, onDone }: UnopenedLinksProps) {
  const t = useTranslations("selection.unopened");
  const [asked, setAsked] = useState<"extend" | "cancel" | null>(null);
  const finish = ({ count, cancelled }: { count: number; cancelled: readonly string[] }) => {
    const undo = cancelled.length === 0 ? {} : { undo: () => restoreLinks({ sessionIds: cancelled }) };
    sayDone({ text: t(`${asked ?? "extend"}.done`, { count }), ...undo });
    onDone();
    return null;
  };
  return (
    <>
      {(["extend", "cancel"] as const).map((what) => (
        <Button key={what} size="small" onPress={() => setAsked(what)}>
          {t(`${what}.button`)}
        </Button>
      ))}
      {asked !== null && (
        <ConfirmDialog
          title={t(`${asked}.title`)}
          text={t(`${asked}.text`)}
          submit={t(`${asked}.submit`)}
          danger={asked === "cancel"}
          action={changeUnopened}
          input={() => ({ chosen, what: asked })}
          onDone={finish}
          say={() => t("tooMany")}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
