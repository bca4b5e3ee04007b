"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { PasswordField } from "@/components/fields/password-field";
import { TextField } from "@/components/fields/text-field";
import { useRouter } from "@/components/navigation/use-router";
import { RecoveryCodes } from "@/components/second-factor/factor-steps";
import { FreshFactor } from "@/components/second-factor/fresh-factor";
import { isFactorRefusal } from "@/components/second-factor/is-factor-refusal";
import { isPasskeyProblem, usePasskeyWords } from "./passkey-words";
import { useNewPasskey } from "./use-new-passkey";

interface AddPasskeyProps {
  /** Whether there is a second factor, which is then asked for in place of the password. */
  hasFactor: boolean;
  /** Whoever has none must have signed in just now instead. */
  hasPassword: boolean;
  suggestedName: string;
  onClose: () => void;
}

/** Adds a passkey: a name, what proves who asks, then the browser. It is open as long as it is mounted. */
export function AddPasskey({ hasFactor, hasPassword, suggestedName, onClose }: AddPasskeyProps) {
  const t = useTranslations("passkeys");
  const factor = useTranslations("account.factor");
  const router = useRouter();
  const [typed, setTyped] = useState({ name: suggestedName, password: "" });
  const close = () => {
    router.refresh();
    onClose();
  };
  const adding = useNewPasskey(close);
  const { codes, problem } = adding;
  const add = (given: typeof typed) =>
    adding.run({ name: given.name, password: hasFactor ? null : given.password });
  const submit = (fields: FormData) => {
    const given = { name: String(fields.get("name") ?? ""), password: String(fields.get("password") ?? "") };
    setTyped(given);
    void add(given);
  };
  const isStale = isFactorRefusal(problem);
  return (
    <Dialog
      title={t("add")}
      isOpen
      onOpenChange={(open) => {
        if (!open) close();
      }}
      alert={codes !== null}
    >
      {codes !== null && <RecoveryCodes codes={codes} said={factor("done")} onDone={close} />}
      {codes === null && isStale && <FreshFactor onGiven={() => void add(typed)} />}
      {codes === null && !isStale && (
        <NameForm
          hasFactor={hasFactor}
          hasPassword={hasPassword}
          name={typed.name}
          onSubmit={submit}
          adding={adding}
        />
      )}
    </Dialog>
  );
}

interface NameFormProps {
  hasFactor: boolean;
  hasPassword: boolean;
  name: string;
  onSubmit: (fields: FormData) => void;
  adding: ReturnType<typeof useNewPasskey>;
}

function NameForm({
  hasFactor,
  hasPassword,
  name,
  onSubmit,
  adding: { pending, problem, forget },
}: NameFormProps) {
  const t = useTranslations("passkeys");
  const words = usePasskeyWords();
  return (
    <Form method="post" onSubmit={onSubmit} pending={pending} onEdit={forget} className="flex flex-col gap-4">
      <p className="text-dim">{t("adding.text")}</p>
      {!hasFactor && <p className="text-dim">{t("adding.first")}</p>}
      <TextField label={t("name")} name="name" defaultValue={name} maxLength={60} isRequired autoFocus />
      {!hasFactor && hasPassword && <PasswordField label={t("adding.password")} />}
      <ActionProblem
        problem={problem}
        say={(own) => (isPasskeyProblem(own) ? words(own) : t(`problems.${own}`))}
      />
      <Button type="submit" variant="primary" isPending={pending}>
        {t(pending ? "adding.waiting" : "adding.submit")}
      </Button>
    </Form>
  );
}
