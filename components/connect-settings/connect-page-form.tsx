"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { fieldNameOf, useFocusOnWrong, withoutField } from "@/components/ui/wrong-fields";
import type { StoredConnectSettings } from "@/lib/sites/connect-settings-store";
import { type ConnectSaveOutcome, saveConnectPage } from "./actions";
import { ConnectPageFields } from "./connect-page-fields";

interface ConnectPageFormProps {
  site: StoredConnectSettings;
  /** Of the settings that the fields are filled with. */
  revision: string;
  canWrite: boolean;
}

type Fields = Extract<ConnectSaveOutcome, { saved: false }>["fields"];
const LANGUAGES = ["en", "fr"] as const;
const WORDS = ["why", "what", "revoke", "privacy"] as const;

/** The connect page's settings. What was typed stays, whatever comes of saving it. */
export function ConnectPageForm({ site, revision, canWrite }: ConnectPageFormProps) {
  const t = useTranslations("connectPage");
  const [wrong, setWrong] = useState<Fields>({});
  const [said, setSaid] = useState<"saved" | "unchanged" | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, problem, forget } = useAction(saveConnectPage, (done) => {
    setWrong(done.saved ? {} : done.fields);
    setSaid(done.saved ? (done.changed ? "saved" : "unchanged") : null);
  });
  useFocusOnWrong(form, pending, Object.keys(wrong).length > 0);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSaid(null);
    run({ siteId: site.siteId, revision, form: readForm(new FormData(event.currentTarget)) });
  };
  const edit = (event: FormEvent<HTMLFormElement>) => {
    forget();
    // "fr.why" and the like are one field to the server.
    const name = fieldNameOf(event);
    setWrong(withoutField(wrong, name.includes(".") ? "connectWords" : name));
  };
  const say = (name: string) => t(`problems.${name === "changed_meanwhile" ? name : "failed"}`);
  return (
    <form ref={form} onSubmit={submit} onChange={edit} noValidate>
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{t("form.title")}</legend>
        {/* Filled in anew once what was saved has come back; what was said of it stays. */}
        <ConnectPageFields key={revision} site={site} wrong={wrong} />
      </fieldset>
      <ActionProblem problem={problem} say={say} className="mt-4" />
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
