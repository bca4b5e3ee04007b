"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { TextField } from "@/components/fields/text-field";
import type { ConnectField } from "@/lib/sites/connect-page/settings-schema";
import type { StoredConnectSettings } from "@/lib/sites/connect-page/settings-store";

/** The fields of the connect page's settings. */
export function ConnectPageFields({ site }: { site: StoredConnectSettings }) {
  const t = useTranslations("connectPage.form");
  const hint = useId();
  const field = (name: Exclude<ConnectField, "confirmSecondBrowser" | "connectWords">) => ({
    name,
    label: t(name),
    autoComplete: "off",
  });
  return (
    <>
      <TextField
        {...field("accentColour")}
        hint={t("accentColourHint")}
        defaultValue={site.accentColour ?? ""}
      />
      <TextField {...field("privacyUrl")} hint={t("privacyUrlHint")} defaultValue={site.privacyUrl ?? ""} />
      <TextField
        {...field("returnOrigin")}
        hint={t("returnOriginHint")}
        defaultValue={site.returnOrigin ?? ""}
      />
      <TextField {...field("linkDays")} inputMode="numeric" defaultValue={String(site.linkDays)} />
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          name="confirmSecondBrowser"
          defaultChecked={site.confirmSecondBrowser}
          aria-describedby={hint}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span className="font-medium">{t("confirmSecondBrowser")}</span>
      </label>
      <p id={hint} className="-mt-3 pl-7 text-label text-dim">
        {t("confirmHint")}
      </p>
      <OwnWords site={site} />
      <TextField
        {...field("scriptHosts")}
        hint={t("scriptHostsHint")}
        rows={2}
        defaultValue={site.scriptHosts.join("\n")}
      />
    </>
  );
}

const LANGUAGES = [
  ["en", "english"],
  ["fr", "french"],
] as const;
const WORDS = ["why", "what", "revoke", "privacy"] as const;

function OwnWords({ site }: { site: StoredConnectSettings }) {
  const t = useTranslations("connectPage.form");
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-table font-medium">{t("words")}</legend>
      <p className="text-label text-dim">{t("wordsHint")}</p>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        {LANGUAGES.map(([language, name]) => (
          <fieldset key={language} className="flex min-w-0 flex-col gap-3">
            <legend className="mb-1 text-label text-dim">{t(name)}</legend>
            {WORDS.map((word) => (
              <TextField
                key={word}
                name={`connectWords.${language}.${word}`}
                label={t(word)}
                rows={2}
                maxLength={400}
                defaultValue={site.connectWords[language]?.[word] ?? ""}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
