"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { Select } from "@/components/fields/select";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locale";
import { saveOwnDetails } from "./actions";

/** What one is called here, and one's language. */
export function DetailsForm({ name, language }: { name: string; language: Locale }) {
  const t = useTranslations("account.details");
  const [chosen, setChosen] = useState(language);
  const { run, pending, value, problem, reset } = useAction(saveOwnDetails);
  return (
    <Form
      onSubmit={(fields) => run({ name: String(fields.get("name") ?? ""), language: chosen })}
      pending={pending}
      onEdit={reset}
      className="flex flex-col gap-4"
    >
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        name="name"
        defaultValue={name}
        autoComplete="name"
        isRequired
        maxLength={100}
      />
      <Select
        label={t("language")}
        hint={t("languageHint")}
        value={chosen}
        onChange={({ target }) => setChosen(target.value === "fr" ? "fr" : "en")}
      >
        <option value="en">English</option>
        <option value="fr">Français</option>
      </Select>
      {value !== null && (
        <Notice tone="ok" live>
          {t("saved")}
        </Notice>
      )}
      <ActionProblem problem={problem} say={noWords} />
      <div>
        <Button type="submit" variant="primary" isPending={pending}>
          {t("save")}
        </Button>
      </div>
    </Form>
  );
}
