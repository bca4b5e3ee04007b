import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationForm } from "@/components/invitation/invitation-form";
import { MessagePage } from "@/components/shell/message-page";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getRuntime } from "@/lib/runtime";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation"))("title") };
}

/** The link's secret stands behind the #, where only the browser sees it: opening the page spends nothing. */
export default async function InvitationPage() {
  const t = await getTranslations("invitation");
  const { env } = getRuntime();
  return (
    <MessagePage
      title={t("title")}
      text={t("lead", { site: env.ANYTIME_PARTNER_NAME ?? new URL(env.APP_URL).hostname })}
    >
      <ClientMessages areas={["common", "signIn", "invitation"]}>
        <InvitationForm />
      </ClientMessages>
      <noscript>
        <p className="mt-5 text-label">{t("noScript")}</p>
      </noscript>
    </MessagePage>
  );
}
