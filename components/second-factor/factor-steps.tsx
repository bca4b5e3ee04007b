"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { CopyButton } from "@/components/controls/copy-button";
import { CopyField } from "@/components/controls/copy-field";
import { Form } from "@/components/fields/form";
import { PasswordField } from "@/components/fields/password-field";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { type AppSecret, confirmApp, removeApp, startApp } from "./actions";
import { FreshFactor } from "./fresh-factor";
import { isFactorRefusal } from "./is-factor-refusal";

interface PasswordStepProps {
  removes: boolean;
  /** Whether there is another second factor beside it. */
  beside: boolean;
  /** Whoever has none must have signed in just now instead. */
  hasPassword: boolean;
  onSecret: (secret: AppSecret) => void;
  onRemoved: () => void;
}

/** Asks for the password: whoever finds an unlocked screen must not change how one signs in. */
export function PasswordStep({ removes, beside, hasPassword, onSecret, onRemoved }: PasswordStepProps) {
  const t = useTranslations("account.factor");
  const starting = useAction(startApp, onSecret);
  const removing = useAction(removeApp, onRemoved);
  const problem = starting.problem ?? removing.problem;
  const [password, setPassword] = useState("");
  const forget = () => {
    starting.forget();
    removing.forget();
  };
  const submit = (fields: FormData) => {
    const input = { password: String(fields.get("password") ?? "") };
    setPassword(input.password);
    if (removes) removing.run(input);
    else starting.run(input);
  };
  if (isFactorRefusal(problem))
    return (
      <FreshFactor onGiven={() => (removes ? removing.run({ password }) : starting.run({ password }))} />
    );
  return (
    <Form
      method="post"
      onSubmit={submit}
      pending={starting.pending || removing.pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">
        {hasPassword
          ? t(removes ? (beside ? "removeBeside" : "removeText") : "setUpText")
          : t(removes ? "removeTextOidc" : "setUpTextOidc")}
      </p>
      {hasPassword && <PasswordField label={t("password")} autoFocus />}
      <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
      <Button
        type="submit"
        variant={removes ? "danger" : "primary"}
        isPending={starting.pending || removing.pending}
      >
        {t(removes ? "remove" : "next")}
      </Button>
    </Form>
  );
}

interface CodeFormProps {
  secret: AppSecret;
  onDone: (codes: readonly string[]) => void;
}

/** Shows what the app reads, and asks for its first code. */
export function CodeForm({ secret: { secret, qr }, onDone }: CodeFormProps) {
  const t = useTranslations("account.factor");
  const { run, pending, problem, forget } = useAction(confirmApp, onDone);
  return (
    <Form
      onSubmit={(fields) => run({ code: String(fields.get("code") ?? "").trim() })}
      method="post"
      pending={pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("scan")}</p>
      {/* biome-ignore lint/performance/noImgElement: a data URL, which an optimiser cannot read */}
      <img src={qr} alt={t("qr")} className="size-44 self-center rounded-control bg-white" />
      <CopyField value={secret} label={t("secret")} copy={t("copy")} />
      <TextField label={t("code")} name="code" autoComplete="one-time-code" isRequired />
      <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("confirm")}
      </Button>
    </Form>
  );
}

interface RecoveryCodesProps {
  codes: readonly string[];
  /** What brought them. */
  said: string;
  onDone: () => void;
}

/** The recovery codes, shown only this once. */
export function RecoveryCodes({ codes, said, onDone }: RecoveryCodesProps) {
  const t = useTranslations("account.factor");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="ok" live>
        {said}
      </Notice>
      <p className="text-dim">{t("codesText")}</p>
      <ul aria-label={t("codes")} className="grid grid-cols-1 gap-1 font-mono text-[12px] sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={codes.join("\n")} label={t("copyCodes")} />
        <Button variant="primary" onPress={onDone}>
          {t("kept")}
        </Button>
      </div>
    </div>
  );
}
