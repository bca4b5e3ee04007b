import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ImportCards } from "@/components/card-import/import-cards";
import { ChooseSite } from "@/components/sites/choose-site";
import { PageHeader } from "@/components/ui/page-header";
import { isOfSeveral } from "@/lib/db/access/scope";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cardImport"))("title") };
}

export default async function ImportCardsPage() {
  const { scope } = await requireStaff("cards:assign");
  const t = await getTranslations("cardImport");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {isOfSeveral(scope) ? <ChooseSite /> : <ImportCards />}
    </>
  );
}
