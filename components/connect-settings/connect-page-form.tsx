"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { type ConnectSaveOutcome, saveConnectPage } from "@/app/(staff)/settings/connect/actions";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { StoredConnectSettings } from "@/lib/links/connect-settings-store";
import { ConnectPageFields } from "./connect-page-fields";

interface ConnectPageFormProps {
  site: StoredConnectSettings;
  canWrite: boolean;
}

type Fields = Extract<ConnectSaveOutcome, { saved: false }>["fields"];
const LANGUAGES = ["en", "fr"] as const;
const WORDS = ["why", "what", "revoke", "privacy"] as const;

/** The connect page's settings. What was typed stays, whatever comes of saving it. */
export function ConnectPageForm({ site, canWrite }: ConnectPageFormProps) {
  const t = useTranslations("connectPage");
  const [wrong, setWrong] = useState<Fields>({});
  const [said, setSaid] = useState<"saved" | "unchanged" | null>(null);
  const [problem, setProblem] = useState<"not_permitted" | "failed" | null>(null);
  const [pending, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = readForm(new FormData(event.currentTarget));
    setSaid(null);
    start(async () => {
      const result = await saveConnectPage({ siteId: site.siteId, form }).catch(() => null);
      setProblem(
        result?.ok === true ? null : result?.problem === "not_permitted" ? "not_permitted" : "failed",
      );
      if (result?.ok !== true) return;
      setWrong(result.value.saved ? {} : result.value.fields);
      if (result.value.saved) setSaid(result.value.changed ? "saved" : "unchanged");
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        <ConnectPageFields site={site} wrong={wrong} />
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
