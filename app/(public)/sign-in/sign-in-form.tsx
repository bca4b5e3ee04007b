"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

type Problem = "wrong" | "rateLimited" | "failed";

/** E-mail and password. The page is loaded anew after signing in, so that nothing of before stays in it. */
export function SignInForm({ goOnTo }: { goOnTo: string }) {
  const t = useTranslations("signIn");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const fields = new FormData(event.currentTarget);
    setPending(true);
    setProblem(null);
    const found = await trySignIn(String(fields.get("email") ?? ""), String(fields.get("password") ?? ""));
    if (found === null) {
      window.location.assign(goOnTo);
      return;
    }
    setProblem(found);
    setPending(false);
  };
  return (
    // Without its script the form must not put a password into the address.
    <form method="post" onSubmit={submit} className="mt-6 flex flex-col gap-4">
      {problem !== null && (
        <Notice tone="bad" live>
          {t(problem)}
        </Notice>
      )}
      <TextField label={t("email")} name="email" type="email" autoComplete="username" isRequired autoFocus />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
      />
      <Button type="submit" variant="primary" size="large" isPending={pending}>
        {pending ? t("pending") : t("submit")}
      </Button>
    </form>
  );
}

/** @returns null when signed in */
async function trySignIn(email: string, password: string): Promise<Problem | null> {
  try {
    const answer = await signIn("credentials", { redirect: false, email, password });
    if (answer === undefined) return "failed";
    if (answer.ok && !answer.error) return null;
    if (answer.error === "rate_limited") return "rateLimited";
    return answer.error === "CredentialsSignin" ? "wrong" : "failed";
  } catch {
    return "failed";
  }
}
