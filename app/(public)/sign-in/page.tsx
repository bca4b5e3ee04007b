import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { firstValues } from "@/components/filters/href";
import { OidcSignIn } from "@/components/oidc/oidc-sign-in";
import { MessagePage } from "@/components/shell/message-page";
import { PasskeySignIn } from "@/components/sign-in/passkey-sign-in";
import { SecondStepForm } from "@/components/sign-in/second-step-form";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { oidcSettings } from "@/lib/oidc-settings";
import { getRuntime } from "@/lib/runtime";
import { currentStaff, readAwaiting } from "@/lib/staff/authorise";
import { safePath } from "@/lib/staff/safe-path";
import { countFactors, type OwnFactors } from "@/lib/staff/second-factor/factors-store";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, error } = firstValues(await searchParams);
  const goOnTo = safePath(next ?? null);
  // Whoever is signed in was at their issuer to link it.
  if ((await currentStaff()) !== null) redirect(error === undefined ? goOnTo : "/account?identity=failed");
  const [t, factors] = await Promise.all([getTranslations("signIn"), readAwaitedFactors()]);
  const { env } = getRuntime();
  const oidc = oidcSettings(env);
  const site = env.ANYTIME_PARTNER_NAME ?? "Anytime Connect";
  return (
    <MessagePage title={t("title")} text={factors === null ? t("lead", { site }) : t(leadOf(factors))}>
      <ClientMessages areas={["common", "signIn", "passkeys"]}>
        {factors === null ? (
          <>
            <SignInForm goOnTo={goOnTo} appUrl={env.APP_URL} />
            <PasskeySignIn goOnTo={goOnTo} />
            {oidc !== null && <OidcSignIn name={oidc.name} goOnTo={goOnTo} error={error} />}
          </>
        ) : (
          <SecondStepForm goOnTo={goOnTo} factors={factors} />
        )}
      </ClientMessages>
      <noscript>
        <p className="mt-5 text-label">{t("noScript")}</p>
      </noscript>
      <p className="mt-5 text-label text-dim">
        {t(factors === null ? "help" : factors.app ? "second.help" : "second.helpPasskey")}
      </p>
    </MessagePage>
  );
}

/** The second factors of whoever still has to give one in this browser; null if nobody has. */
async function readAwaitedFactors(): Promise<OwnFactors | null> {
  const awaiting = await readAwaiting();
  return awaiting === null ? null : countFactors(getRuntime().database.prisma, awaiting.staffId);
}

function leadOf({ app, passkeys }: OwnFactors) {
  if (passkeys === 0) return "second.lead";
  return app ? "second.leadBoth" : "second.leadPasskey";
}
