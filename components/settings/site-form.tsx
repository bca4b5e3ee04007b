"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { fieldNameOf, useFocusOnWrong, withoutField } from "@/components/ui/wrong-fields";
import { knownProblem } from "./action-answer";
import { type SaveOutcome, saveSiteSettings } from "./actions";
import { SiteFields, type SiteValues } from "./site-fields";

interface SiteFormProps {
  siteId: string;
  /** Of the settings that the fields are filled with. */
  revision: string;
  values: SiteValues;
  canWrite: boolean;
}

type Fields = Extract<SaveOutcome, { saved: false }>["fields"];

const NONE: Fields = {};

/** The settings of a site. What was typed stays, whatever comes of saving it. */
export function SiteForm({ siteId, revision, values, canWrite }: SiteFormProps) {
  const t = useTranslations("settings");
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState(NONE);
  const [said, setSaid] = useState<"saved" | "unchanged" | null>(null);
  const { run, pending, problem, forget } = useAction(saveSiteSettings, (done) => {
    setFields(done.saved ? NONE : done.fields);
    setSaid(done.saved ? (done.changed ? "saved" : "unchanged") : null);
  });
  useFocusOnWrong(form, pending, fields !== NONE);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    setSaid(null);
    run({ siteId, revision, form: typed });
  };
  const edit = (event: FormEvent<HTMLFormElement>) => {
    forget();
    setFields(withoutField(fields, fieldNameOf(event)));
  };
  return (
    <form ref={form} onSubmit={submit} onChange={edit} noValidate>
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled in anew once what was saved has come back, in the form that it was stored in. */}
        <SiteFields key={revision} values={values} wrong={fields} />
      </fieldset>
      <ActionProblem problem={problem} say={(name) => t(`problems.${knownProblem(name)}`)} className="mt-4" />
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
    </form>
  );
}
