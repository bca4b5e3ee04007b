import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/controls/button-link";
import { MessageCard } from "@/components/shell/message-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors");
  return { title: t("notFoundTitle") };
}

/** Inside the frame of the dashboard, which has the page's one `main`. */
export default async function StaffNotFound() {
  const t = await getTranslations("errors");
  return (
    <div className="grid place-items-center py-[12vh]">
      <MessageCard title={t("notFoundTitle")} text={t("notFoundText")}>
        <ButtonLink href="/" variant="primary" className="mt-6">
          {t("goHome")}
        </ButtonLink>
      </MessageCard>
    </div>
  );
}
