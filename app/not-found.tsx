import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { buttonStyle } from "@/components/controls/button-style";
import { MessagePage } from "@/components/shell/message-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors");
  return { title: t("notFoundTitle") };
}

export default async function NotFound() {
  const t = await getTranslations("errors");
  return (
    <MessagePage title={t("notFoundTitle")} text={t("notFoundText")}>
      {/* Not a link of the dashboard's: every page loads this one's scripts, and a phone that connects needs none of them. */}
      <a href="/" className={buttonStyle("primary", "medium", "mt-6")}>
        {t("goHome")}
      </a>
    </MessagePage>
  );
}
