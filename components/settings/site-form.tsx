"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/controls/form";
import type { FieldProblem } from "@/lib/sites/site-settings-schema";
import { saveSiteSettings } from "./actions";
import { SiteFields, type SiteValues } from "./site-fields";

interface SiteFormProps {
  siteId: string;
  /** Of the settings that the fields are filled with. */
  revision: string;
  values: SiteValues;
  canWrite: boolean;
}

/** The settings of a site. What was typed stays, whatever the result of saving. */
export function SiteForm({ siteId, revision, values, canWrite }: SiteFormProps) {
  const t = useTranslations("settings");
  const { run, pending, value, problem, forget } = useAction(saveSiteSettings);
  const wrong: Readonly<Partial<Record<string, FieldProblem>>> = value?.saved === false ? value.fields : {};
  const said = value?.saved === true && !pending ? (value.changed ? "saved" : "unchanged") : null;
  const errors = Object.entries(wrong).map(([name, found]) => [
    name,
    found && t(`fields.${found.code}`, { part: found.part ?? "" }),
  ]);
  return (
    <Form
      onSubmit={(fields) => run({ siteId, revision, form: Object.fromEntries(fields) })}
      pending={pending}
      errors={Object.fromEntries(errors)}
      checkedBy="server"
      onEdit={forget}
    >
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled again once the saved values have come back, as they were stored. */}
        <SiteFields key={revision} values={values} />
      </fieldset>
      <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-4" />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        {canWrite ? (
          <Button type="submit" variant="primary" isPending={pending}>
            {t("form.save")}
          </Button>
        ) : (
          <p className="text-label text-dim">{t("form.readOnly")}</p>
        )}
        <span role="status" className="text-table text-ok">
          {said === null ? "" : t(`form.${said}`)}
        </span>
      </div>
    </Form>
  );
}
