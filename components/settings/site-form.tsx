"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { type SaveOutcome, saveSiteSettings } from "@/app/(staff)/settings/actions";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { answerOf, knownProblem } from "./action-answer";
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
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState<"saved" | "unchanged" | null>(null);
  const [pending, start] = useTransition();
  useEffect(() => {
    if (fields !== NONE) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [fields]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    setSaid(null);
    start(async () => {
      const result = await answerOf(saveSiteSettings({ siteId, revision, form: typed }));
      setProblem(result.ok ? null : result.problem);
      setFields(result.ok && !result.value.saved ? result.value.fields : NONE);
      if (result.ok && result.value.saved) setSaid(result.value.changed ? "saved" : "unchanged");
    });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled in anew once what was saved has come back, in the form that it was stored in. */}
        <SiteFields key={revision} values={values} wrong={fields} />
      </fieldset>
      {problem !== null && (
        <Notice tone="bad" live className="mt-4">
          {t(`problems.${knownProblem(problem)}`)}
        </Notice>
      )}
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
