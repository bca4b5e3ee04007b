"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/controls/form";
import type { StoredConnectSettings } from "@/lib/sites/site-store";
import { saveConnectPage } from "./actions";
import { ConnectPageFields } from "./connect-page-fields";

interface ConnectPageFormProps {
  site: StoredConnectSettings;
  /** Of the settings that the fields are filled with. */
  revision: string;
  canWrite: boolean;
}

const LANGUAGES = ["en", "fr"] as const;
const WORDS = ["why", "what", "revoke", "privacy"] as const;

const WORDS_OF = {
  changed_meanwhile: "problems.changed_meanwhile",
  not_found: "problems.failed",
} as const;

/** The connect page's settings. What was typed stays, whatever the result of saving. */
export function ConnectPageForm({ site, revision, canWrite }: ConnectPageFormProps) {
  const t = useTranslations("connectPage");
  const { run, pending, value, problem, forget } = useAction(saveConnectPage);
  const wrong = value?.saved === false ? value.fields : {};
  const said = value?.saved === true && !pending ? (value.changed ? "saved" : "unchanged") : null;
  const errors = Object.entries(wrong).map(([name, found]) => [name, t(`fields.${found}`)]);
  return (
    <Form
      onSubmit={(fields) => run({ siteId: site.siteId, revision, form: readForm(fields) })}
      pending={pending}
      errors={Object.fromEntries(errors)}
      checkedBy="server"
      onEdit={forget}
    >
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled again once the saved values have come back; the message stays. */}
        <ConnectPageFields key={revision} site={site} />
      </fieldset>
      <ActionProblem problem={problem} say={(name) => t(WORDS_OF[name])} className="mt-4" />
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

function readForm(fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? "");
  const words = LANGUAGES.map((language) => [
    language,
    Object.fromEntries(WORDS.map((word) => [word, text(`connectWords.${language}.${word}`)])),
  ]);
  return {
    returnOrigin: text("returnOrigin"),
    accentColour: text("accentColour"),
    privacyUrl: text("privacyUrl"),
    linkDays: text("linkDays"),
    scriptHosts: text("scriptHosts"),
    confirmSecondBrowser: fields.get("confirmSecondBrowser") !== null,
    connectWords: Object.fromEntries(words) as Record<string, unknown>,
  };
}
