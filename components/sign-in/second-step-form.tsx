"use client";

import { KeyRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { OrLine } from "@/components/passkeys/or-line";
import { usePasskey } from "@/components/passkeys/use-passkey";
import { Notice } from "@/components/ui/notice";
import type { OwnFactors } from "@/lib/staff/second-factor/factors-store";
import { askPasskeyStep } from "./actions";
import { useSignInWords } from "./sign-in-words";
import { type Problem, trySecondStep } from "./try-sign-in";

interface SecondStepFormProps {
  goOnTo: string;
  factors: OwnFactors;
}

/** The second step of signing in: a passkey, a code of the app, or a recovery code. */
export function SecondStepForm({ goOnTo, factors }: SecondStepFormProps) {
  const t = useTranslations("signIn.second");
  const startAgain = async () => {
    await signOut({ redirect: false });
    window.location.assign("/sign-in");
  };
  return (
    <div className="mt-6 flex flex-col gap-4">
      {factors.passkeys > 0 && (
        <>
          <PasskeyStep goOnTo={goOnTo} />
          <OrLine />
        </>
      )}
      <CodeStep
        goOnTo={goOnTo}
        label={t(factors.app ? "code" : "recoveryCode")}
        isFirst={factors.passkeys === 0}
      />
      <Button onPress={() => void startAgain()}>{t("again")}</Button>
    </div>
  );
}

function PasskeyStep({ goOnTo }: { goOnTo: string }) {
  const t = useTranslations("passkeys");
  const words = useSignInWords();
  const { run, pending, problem } = usePasskey<Problem>({
    ask: async () => {
      const question = await askPasskeyStep().catch(() => "failed" as const);
      if (question === "failed") return { ok: false, problem: question };
      // The sign-in has expired, or the passkey was removed meanwhile.
      return question === null ? { ok: false, problem: "codeOver" } : { ok: true, value: question };
    },
    give: async (passkey) => {
      const found = await trySecondStep(passkey);
      if (found === null) window.location.assign(goOnTo);
      return found;
    },
  });
  return (
    <>
      {problem !== null && (
        <Notice tone="bad" live>
          {words(problem)}
        </Notice>
      )}
      <Button variant="primary" size="large" onPress={() => void run()} isPending={pending} autoFocus>
        <KeyRound aria-hidden="true" />
        {t("use")}
      </Button>
    </>
  );
}

interface CodeStepProps {
  goOnTo: string;
  label: string;
  /** Whether there is no other way than by code. */
  isFirst: boolean;
}

function CodeStep({ goOnTo, label, isFirst }: CodeStepProps) {
  const t = useTranslations("signIn");
  const words = useSignInWords();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (fields: FormData) => {
    if (pending) return;
    setPending(true);
    setProblem(null);
    const found = await trySecondStep(String(fields.get("code") ?? "").trim());
    if (found === null) {
      window.location.assign(goOnTo);
      return;
    }
    setProblem(found);
    setPending(false);
  };
  return (
    <Form method="post" onSubmit={submit} pending={pending} className="flex flex-col gap-4">
      {problem !== null && (
        <Notice tone="bad" live>
          {words(problem)}
        </Notice>
      )}
      <TextField label={label} name="code" autoComplete="one-time-code" isRequired autoFocus={isFirst} />
      <Button type="submit" variant={isFirst ? "primary" : "secondary"} size="large" isPending={pending}>
        {pending ? t("pending") : t("second.submit")}
      </Button>
    </Form>
  );
}
