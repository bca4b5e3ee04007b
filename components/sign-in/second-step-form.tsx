"use client";

import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/controls/form";
import { TextField } from "@/components/controls/text-field";
import { Notice } from "@/components/ui/notice";
import { type Problem, trySecondStep } from "./try-sign-in";

/** The second step of signing in: a code of the app, or a recovery code. */
export function SecondStepForm({ goOnTo }: { goOnTo: string }) {
  const t = useTranslations("signIn");
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
  const startAgain = async () => {
    await signOut({ redirect: false });
    window.location.assign("/sign-in");
  };
  return (
    <Form method="post" onSubmit={submit} pending={pending} className="mt-6 flex flex-col gap-4">
      {problem !== null && (
        <Notice tone="bad" live>
          {t(problem)}
        </Notice>
      )}
      <TextField label={t("second.code")} name="code" autoComplete="one-time-code" isRequired autoFocus />
      <Button type="submit" variant="primary" size="large" isPending={pending}>
        {pending ? t("pending") : t("second.submit")}
      </Button>
      <Button onPress={() => void startAgain()}>{t("second.again")}</Button>
    </Form>
  );
}
