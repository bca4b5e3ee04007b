"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { type ConnectSaveOutcome, saveConnectPage } from "@/app/(staff)/settings/connect/actions";
import { answerOf } from "@/components/settings/action-answer";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { StoredConnectSettings } from "@/lib/links/connect-settings-store";
import { ConnectPageFields } from "./connect-page-fields";

interface ConnectPageFormProps {
  site: StoredConnectSettings;
  /** Of the settings that the fields are filled with. */
  revision: string;
  canWrite: boolean;
}

type Fields = Extract<ConnectSaveOutcome, { saved: false }>["fields"];
type Problem = (typeof PROBLEMS)[number];
const PROBLEMS = ["changed_meanwhile", "not_permitted", "failed"] as const;
const LANGUAGES = ["en", "fr"] as const;
const WORDS = ["why", "what", "revoke", "privacy"] as const;

/** The connect page's settings. What was typed stays, whatever comes of saving it. */
export function ConnectPageForm({ site, revision, canWrite }: ConnectPageFormProps) {
  const t = useTranslations("connectPage");
  const [wrong, setWrong] = useState<Fields>({});
  const [said, setSaid] = useState<"saved" | "unchanged" | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pending, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = readForm(new FormData(event.currentTarget));
    setSaid(null);
    start(async () => {
      const result = await answerOf(saveConnectPage({ siteId: site.siteId, revision, form }));
      setProblem(result.ok ? null : (PROBLEMS.find((name) => name === result.problem) ?? "failed"));
      if (!result.ok) return;
      setWrong(result.value.saved ? {} : result.value.fields);
      if (result.value.saved) setSaid(result.value.changed ? "saved" : "unchanged");
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled in anew once what was saved has come back; what was said of it stays. */}
        <ConnectPageFields key={revision} site={site} wrong={wrong} />
      </fieldset>
      {problem !== null && (
        <Notice tone="bad" live className="mt-4">
          {t(`problems.${problem}`)}
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

function readForm(fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? "");
  const words = LANGUAGES.map((language) => [
    language,
    Object.fromEntries(WORDS.map((word) => [word, text(`${language}.${word}`)])),
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
