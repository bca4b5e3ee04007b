import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChooseSite } from "@/components/sites/choose-site";
import { PageHeader } from "@/components/ui/page-header";
import { ImportPeople } from "@/components/user-import/import-people";
import { isOfSeveral } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("userImport"))("title") };
}

export default async function ImportPage() {
  const { scope } = await requireStaff("users:write");
  const t = await getTranslations("userImport");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {isOfSeveral(scope) ? <ChooseSite /> : <ImportPeople mayMail={getRuntime().mailer !== null} />}
    </>
  );
}
