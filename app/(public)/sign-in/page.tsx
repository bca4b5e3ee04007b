import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "@/components/shell/message-page";
import { SecondStepForm } from "@/components/sign-in/second-step-form";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getRuntime } from "@/lib/runtime";
import { awaitsSecondFactor, currentStaff } from "@/lib/staff/authorise";
import { safePath } from "@/lib/staff/safe-path";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next } = await searchParams;
  const goOnTo = safePath(typeof next === "string" ? next : null);
  if ((await currentStaff()) !== null) redirect(goOnTo);
  const [t, awaits] = await Promise.all([getTranslations("signIn"), awaitsSecondFactor()]);
  const { env } = getRuntime();
  const site = env.ANYTIME_PARTNER_NAME ?? "Anytime Connect";
  return (
    <MessagePage title={t("title")} text={awaits ? t("second.lead") : t("lead", { site })}>
      <ClientMessages areas={["common", "signIn"]}>
        {awaits ? <SecondStepForm goOnTo={goOnTo} /> : <SignInForm goOnTo={goOnTo} appUrl={env.APP_URL} />}
      </ClientMessages>
      <noscript>
        <p className="mt-5 text-label">{t("noScript")}</p>
      </noscript>
      <p className="mt-5 text-label text-dim">{t(awaits ? "second.help" : "help")}</p>
    </MessagePage>
  );
}
