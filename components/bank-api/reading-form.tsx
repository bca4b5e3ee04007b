"use client";

import { useTranslations } from "next-intl";
import { Fragment, useId } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { SettingsForm } from "@/components/fields/settings-form";
import { TextField } from "@/components/fields/text-field";
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
  const did = value === null ? null : value ? "saved" : "unchanged";
  return (
    <SettingsForm
      title={t("form.title")}
      canWrite={canWrite}
      onSubmit={submit}
      onEdit={forget}
      pending={pending}
      did={did}
      errors={{}}
      problem={<ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-4" />}
      checkedBy="browser"
    >
      <Fragment key={JSON.stringify(settings)}>
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
      </Fragment>
    </SettingsForm>
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
