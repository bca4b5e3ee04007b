import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NotificationsForm } from "@/components/notifications/notifications-form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { readSubscription } from "@/lib/incidents/incidents-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

export default async function NotificationsPage() {
  const { scope } = await requireStaff("overview:read");
  const { database, mailer } = getRuntime();
  const [t, { email, outageMails, mailLanguage }] = await Promise.all([
    getTranslations("notifications"),
    readSubscription(scope, database.prisma),
  ]);
  const language = isLocale(mailLanguage) ? mailLanguage : DEFAULT_LOCALE;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {mailer === null && (
        <Notice tone="warn" title={t("off.title")} className="mb-4">
          {t("off.text")}
        </Notice>
      )}
      <Panel className="max-w-[680px]">
        <NotificationsForm
          email={email}
          outageMails={outageMails}
          language={language}
          mailIsSet={mailer !== null}
        />
      </Panel>
    </>
  );
}
