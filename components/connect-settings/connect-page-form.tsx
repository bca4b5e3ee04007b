"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { SettingsForm } from "@/components/fields/settings-form";
import type { StoredConnectSettings } from "@/lib/sites/connect-page/settings-store";
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

/** The connect page's settings. */
export function ConnectPageForm({ site, revision, canWrite }: ConnectPageFormProps) {
  const t = useTranslations("connectPage");
  const { run, pending, value, problem, forget } = useAction(saveConnectPage);
  const wrong = value?.saved === false ? value.fields : {};
  const did = value?.saved === true ? (value.changed ? "saved" : "unchanged") : null;
  const errors = Object.entries(wrong).map(([name, found]) => [name, t(`fields.${found}`)]);
  return (
    <SettingsForm
      title={t("form.title")}
      canWrite={canWrite}
      onSubmit={(fields) => run({ siteId: site.siteId, revision, form: readForm(fields) })}
      onEdit={forget}
      pending={pending}
      did={did}
      errors={Object.fromEntries(errors)}
      problem={<ActionProblem problem={problem} say={(name) => t(WORDS_OF[name])} className="mt-4" />}
    >
      {/* Filled again once the saved values have come back; the message stays. */}
      <ConnectPageFields key={revision} site={site} />
    </SettingsForm>
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
