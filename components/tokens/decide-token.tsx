"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { confirmTokenAction, takeTokenBackAction } from "./actions";

interface DecideTokenProps {
  kind: "confirm" | "takeBack";
  id: string;
  /** The start of its fingerprint. */
  token: string;
  /** Its future or current owner. */
  name: string;
}

const ACTIONS = { confirm: confirmTokenAction, takeBack: takeTokenBackAction };

/** Confirms a token from a second browser, or undoes an assignment. */
export function DecideToken({ kind, id, token, name }: DecideTokenProps) {
  const t = useTranslations("tokens");
  const [open, setOpen] = useState(false);
  const label = t(`${kind}.button`);
  return (
    <>
      <Button
        size="small"
        variant={kind === "confirm" ? "primary" : "secondary"}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      {open && (
        <ConfirmDialog
          title={t(`${kind}.title`, { token })}
          text={t(`${kind}.text`, { name })}
          submit={label}
          action={ACTIONS[kind]}
          input={() => ({ tokenId: id })}
          say={(problem) => t(`problems.${problem}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
