import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { ImportPeople } from "@/components/user-import/import-people";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("userImport"))("title") };
}

export default async function ImportPage() {
  await requireStaff("users:write");
  const t = await getTranslations("userImport");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ImportPeople mayMail={getRuntime().mailer !== null} />
    </>
  );
}
