"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { useRouter } from "@/components/navigation/use-router";
import { StatusPill } from "@/components/ui/status-pill";
import type { AppSecret } from "./actions";
import { CodeForm, PasswordStep, RecoveryCodes } from "./factor-steps";

interface SecondFactorProps {
  /** How many recovery codes are left; null without a second factor. */
  codesLeft: number | null;
}

type Asked = "set_up" | "remove" | null;

/** One's second factor: set it up, or remove it. */
export function SecondFactor({ codesLeft }: SecondFactorProps) {
  const t = useTranslations("account.factor");
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>(null);
  const [secret, setSecret] = useState<AppSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => {
    if (codes !== null) router.refresh();
    setAsked(null);
    setSecret(null);
    setCodes(null);
  };
  return (
    <div className="flex flex-col items-start gap-4">
      <StatusPill tone={codesLeft === null ? "warn" : "ok"}>
        {codesLeft === null ? t("off") : t("on")}
      </StatusPill>
      <p className="text-table text-dim">
        {codesLeft === null ? t("why") : t("codesLeft", { count: codesLeft })}
      </p>
      {codesLeft === null ? (
        <Button variant="primary" onPress={() => setAsked("set_up")}>
          {t("setUp")}
        </Button>
      ) : (
        <Button variant="danger" onPress={() => setAsked("remove")}>
          {t("remove")}
        </Button>
      )}
      <Dialog
        title={asked === "remove" ? t("remove") : t("setUp")}
        isOpen={asked !== null}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        alert={secret !== null}
      >
        {codes !== null ? (
          <RecoveryCodes codes={codes} onDone={close} />
        ) : secret !== null ? (
          <CodeForm secret={secret} onDone={setCodes} />
        ) : (
          <PasswordStep removes={asked === "remove"} onSecret={setSecret} onRemoved={close} />
        )}
      </Dialog>
    </div>
  );
}
