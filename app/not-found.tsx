import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/controls/button-link";
import { MessagePage } from "@/components/shell/message-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors");
  return { title: t("notFoundTitle") };
}

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <MessagePage title={t("notFoundTitle")} text={t("notFoundText")}>
      <ButtonLink href="/" variant="primary" className="mt-6">
        {t("goHome")}
      </ButtonLink>
    </MessagePage>
  );
}
