"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { useRouter } from "@/components/navigation/use-router";
import { Notice } from "@/components/ui/notice";
import { StatusPill } from "@/components/ui/status-pill";
import type { OwnFactors } from "@/lib/staff/second-factor/factors-store";
import type { AppSecret } from "./actions";
import { CodeForm, PasswordStep, RecoveryCodes } from "./factor-steps";
import { NewCodes } from "./new-codes";

interface SecondFactorProps {
  factors: OwnFactors;
  /** How many recovery codes are left. */
  codesLeft: number;
  hasPassword: boolean;
}

type Asked = "set_up" | "remove" | "codes" | null;

/** One's authenticator app and recovery codes: set up, remove, make new ones. */
export function SecondFactor({ factors, codesLeft, hasPassword }: SecondFactorProps) {
  const t = useTranslations("account.factor");
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>(null);
  const { app, passkeys } = factors;
  const hasAny = app || passkeys > 0;
  const close = () => {
    if (asked !== null) router.refresh();
    setAsked(null);
  };
  return (
    <div className="flex flex-col items-start gap-4">
      <StatusPill tone={hasAny ? "ok" : "warn"}>{t(hasAny ? "on" : "off")}</StatusPill>
      {!hasAny && <p className="text-table text-dim">{t("why")}</p>}
      {hasAny && !app && <p className="text-table text-dim">{t("byPasskeys")}</p>}
      {hasAny && <p className="text-table text-dim">{t("codesLeft", { count: codesLeft })}</p>}
      <div className="flex flex-wrap gap-2">
        {!app && (
          <Button variant={hasAny ? "secondary" : "primary"} onPress={() => setAsked("set_up")}>
            {t("setUp")}
          </Button>
        )}
        {hasAny && <Button onPress={() => setAsked("codes")}>{t("newCodes")}</Button>}
        {app && (
          <Button variant="danger" onPress={() => setAsked("remove")}>
            {t("remove")}
          </Button>
        )}
      </div>
      {asked === "codes" && <NewCodes onClose={close} />}
      {(asked === "set_up" || asked === "remove") && (
        <AppDialog
          removes={asked === "remove"}
          beside={passkeys > 0}
          hasPassword={hasPassword}
          onClose={close}
        />
      )}
    </div>
  );
}

interface AppDialogProps {
  removes: boolean;
  beside: boolean;
  hasPassword: boolean;
  onClose: () => void;
}

/** Sets an app up, or removes it. */
function AppDialog({ removes, beside, hasPassword, onClose }: AppDialogProps) {
  const t = useTranslations("account.factor");
  const common = useTranslations("common");
  const [secret, setSecret] = useState<AppSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Dialog
      title={t(removes ? "remove" : "setUp")}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      alert={secret !== null}
    >
      {codes === null && secret === null && (
        <PasswordStep
          removes={removes}
          beside={beside}
          hasPassword={hasPassword}
          onSecret={setSecret}
          onRemoved={onClose}
        />
      )}
      {codes === null && secret !== null && <CodeForm secret={secret} onDone={setCodes} />}
      {codes !== null && codes.length > 0 && (
        <RecoveryCodes codes={codes} said={t("done")} onDone={onClose} />
      )}
      {codes?.length === 0 && (
        <div className="flex flex-col items-start gap-4">
          <Notice tone="ok" live>
            {t("doneBeside")}
          </Notice>
          <Button variant="primary" onPress={onClose}>
            {common("close")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
