"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { SettingsForm } from "@/components/fields/settings-form";
import type { FieldProblem } from "@/lib/sites/settings/settings-schema";
import { saveSiteSettings } from "./actions";
import { SiteFields, type SiteValues } from "./site-fields";

interface SiteFormProps {
  siteId: string;
  /** Of the settings that the fields are filled with. */
  revision: string;
  values: SiteValues;
  canWrite: boolean;
}

/** The settings of a site. */
export function SiteForm({ siteId, revision, values, canWrite }: SiteFormProps) {
  const t = useTranslations("settings");
  const { run, pending, value, problem, forget } = useAction(saveSiteSettings);
  const wrong: Readonly<Partial<Record<string, FieldProblem>>> = value?.saved === false ? value.fields : {};
  const did = value?.saved === true ? (value.changed ? "saved" : "unchanged") : null;
  const errors = Object.entries(wrong).map(([name, found]) => [
    name,
    found && t(`fields.${found.code}`, { part: found.part ?? "" }),
  ]);
  return (
    <SettingsForm
      title={t("form.title")}
      canWrite={canWrite}
      onSubmit={(fields) => run({ siteId, revision, form: Object.fromEntries(fields) })}
      onEdit={forget}
      pending={pending}
      did={did}
      errors={Object.fromEntries(errors)}
      problem={<ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-4" />}
    >
      {/* Filled again once the saved values have come back, as they were stored. */}
      <SiteFields key={revision} values={values} />
    </SettingsForm>
  );
}
