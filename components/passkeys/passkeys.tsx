"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { AddPasskey } from "./add-passkey";
import { PasskeysTable } from "./passkeys-table";
import type { ShownPasskey } from "./shown-passkey";

interface PasskeysProps {
  passkeys: readonly ShownPasskey[];
  /** Whether an authenticator app is set up, too. */
  hasApp: boolean;
  hasPassword: boolean;
  /** What this browser and its system are called. */
  suggestedName: string;
}

/** One's passkeys: what there is, and how to add one. */
export function Passkeys({ passkeys, hasApp, hasPassword, suggestedName }: PasskeysProps) {
  const t = useTranslations("passkeys");
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <div className="flex flex-col items-start gap-4 px-[18px] pb-[18px]">
        <p className="max-w-[70ch] text-table text-dim">{t("why")}</p>
        {passkeys.length === 0 && <p className="text-table">{t("none")}</p>}
        <Button variant={passkeys.length === 0 ? "primary" : "secondary"} onPress={() => setAdding(true)}>
          {t("add")}
        </Button>
      </div>
      {passkeys.length > 0 && <PasskeysTable passkeys={passkeys} hasApp={hasApp} />}
      {isAdding && (
        <AddPasskey
          hasFactor={hasApp || passkeys.length > 0}
          hasPassword={hasPassword}
          suggestedName={suggestedName}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
