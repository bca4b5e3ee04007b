"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { PasswordField } from "@/components/fields/password-field";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { openDeviceLink } from "./actions";
import { useSignInWords } from "./sign-in-words";
import { type Problem, properAddress, trySignIn } from "./try-sign-in";

interface SignInFormProps {
  goOnTo: string;
  appUrl: string;
}

/** E-mail and password. The page reloads after signing in, so that nothing old stays in it. */
export function SignInForm({ goOnTo, appUrl }: SignInFormProps) {
  const t = useTranslations("signIn");
  const words = useSignInWords();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (fields: FormData) => {
    if (pending) return;
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
    <Form method="post" onSubmit={submit} pending={pending} className="mt-6 flex flex-col gap-4">
      <BrowserNotices appUrl={appUrl} />
      {problem !== null && (
        <Notice tone="bad" live>
          {words(problem)}
        </Notice>
      )}
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username webauthn"
        isRequired
        autoFocus
      />
      <PasswordField label={t("password")} />
      <Button type="submit" variant="primary" size="large" isPending={pending}>
        {pending ? t("pending") : t("submit")}
      </Button>
    </Form>
  );
}

const DEVICE = /^#device=([\w.-]+)$/;

/** What to tell this browser before it tries: that a sign-in would not last here, or that its link was accepted. */
function BrowserNotices({ appUrl }: { appUrl: string }) {
  const t = useTranslations("signIn");
  const [insteadOf, setInsteadOf] = useState<string | null>(null);
  const [cookiesOff, setCookiesOff] = useState(false);
  const [device, setDevice] = useState<"known" | "over" | null>(null);
  useEffect(() => {
    setInsteadOf(properAddress(appUrl, window.location));
    setCookiesOff(!navigator.cookieEnabled);
    const link = DEVICE.exec(window.location.hash)?.[1];
    if (link === undefined) return;
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    openDeviceLink(link).then(
      (known) => setDevice(known ? "known" : "over"),
      () => setDevice("over"),
    );
  }, [appUrl]);
  return (
    <>
      {insteadOf !== null && (
        <Notice tone="bad" live>
          {t("notSecure")} <a href={insteadOf}>{insteadOf}</a>
        </Notice>
      )}
      {cookiesOff && insteadOf === null && (
        <Notice tone="bad" live>
          {t("cookiesOff")}
        </Notice>
      )}
      {device !== null && (
        <Notice tone={device === "known" ? "ok" : "bad"} live>
          {t(device === "known" ? "deviceKnown" : "deviceOver")}
        </Notice>
      )}
    </>
  );
}
