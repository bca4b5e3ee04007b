"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { OrLine } from "@/components/passkeys/or-line";
import { Notice } from "@/components/ui/notice";

/** What the address of the sign-in page says after the way to the issuer and back: of next-auth, and of ours. */
const PROBLEMS = {
  OAuthSignin: "away",
  OAuthCallback: "notDone",
  oidc_not_invited: "not_invited",
  oidc_unverified: "unverified",
  oidc_no_role: "no_role",
  oidc_rate_limited: "rate_limited",
  oidc_unavailable: "unavailable",
  oidc_failed: "failed",
} as const;

function isProblem(text: string | undefined): text is keyof typeof PROBLEMS {
  return text !== undefined && Object.hasOwn(PROBLEMS, text);
}

interface OidcSignInProps {
  /** What the issuer is called. */
  name: string;
  goOnTo: string;
  /** `error` of the page's address; it may be anything. */
  error: string | undefined;
}

/** Signing in at an issuer of OpenID Connect, below the form with the password. */
export function OidcSignIn({ name, goOnTo, error }: OidcSignInProps) {
  const t = useTranslations("signIn.oidc");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState(isProblem(error) ? PROBLEMS[error] : null);
  const leave = () => {
    setPending(true);
    setProblem(null);
    signIn("oidc", { callbackUrl: goOnTo }).catch(() => {
      setProblem("failed");
      setPending(false);
    });
  };
  return (
    <div className="mt-4 flex flex-col gap-4">
      <OrLine />
      {problem !== null && (
        <Notice tone="bad" live>
          {t(problem, { name })}
        </Notice>
      )}
      <Button size="large" onPress={leave} isPending={pending}>
        {t("submit", { name })}
      </Button>
    </div>
  );
}
