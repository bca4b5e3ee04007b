"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/controls/form";
import { TextField } from "@/components/controls/text-field";
import type { ReadingSettings } from "@/lib/bank-api/reading-settings-store";
import { saveBankReading } from "./actions";

interface ReadingFormProps {
  siteId: string;
  settings: ReadingSettings;
  canWrite: boolean;
}

const SWITCHES = ["statesBankReading", "readsBank", "keepsCardHolder", "keepsCardBalance"] as const;
const FIGURES = { callsPerSecond: 50, callsPerDay: 1_000_000 } as const;

/** What is read through the bank's API, what is kept of it, and how often the bank is called. */
export function ReadingForm({ siteId, settings, canWrite }: ReadingFormProps) {
  const t = useTranslations("bankApi");
  const { run, pending, value, problem, forget } = useAction(saveBankReading);
  const submit = (fields: FormData) => {
    const switches = SWITCHES.map((name) => [name, fields.get(name) !== null]);
    const figures = Object.keys(FIGURES).map((name) => [name, fields.get(name)]);
    run({ siteId, settings: Object.fromEntries([...switches, ...figures]) });
  };
  const said = value === null || pending ? "" : t(value ? "form.saved" : "form.unchanged");
  return (
    <Form onSubmit={submit} pending={pending} errors={{}} onEdit={forget}>
      <fieldset key={JSON.stringify(settings)} disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {SWITCHES.map((name) => (
          <Switch key={name} name={name} isOn={settings[name]} />
        ))}
        {(["callsPerSecond", "callsPerDay"] as const).map((name) => (
          <TextField
            key={name}
            name={name}
            label={t(`form.${name}`)}
            hint={t(`form.${name}Hint`, { most: FIGURES[name] })}
            inputMode="numeric"
            autoComplete="off"
            isRequired
            defaultValue={String(settings[name])}
          />
        ))}
      </fieldset>
      <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-4" />
      <div className="mt-4 flex flex-wrap items-center gap-3">
        {canWrite && (
          <Button type="submit" variant="primary" isPending={pending}>
            {t("form.save")}
          </Button>
        )}
        <span role="status" className="text-table text-ok">
          {said}
        </span>
      </div>
    </Form>
  );
}

function Switch({ name, isOn }: { name: (typeof SWITCHES)[number]; isOn: boolean }) {
  const t = useTranslations("bankApi.form");
  const hint = useId();
  return (
    <div>
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          name={name}
          defaultChecked={isOn}
          aria-describedby={hint}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span className="font-medium">{t(name)}</span>
      </label>
      <p id={hint} className="pl-7 text-label text-dim">
        {t(`${name}Hint`)}
      </p>
    </div>
  );
}
