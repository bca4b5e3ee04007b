import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReferenceForm } from "@/components/references/reference-form";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { requireStaff } from "@/lib/staff/authorise";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("references"))("title") };
}

export default async function ReferencesPage() {
  await requireStaff("settings:read");
  const t = await getTranslations("references");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Panel className="max-w-[680px]">
        <ReferenceForm />
      </Panel>
    </>
  );
}
