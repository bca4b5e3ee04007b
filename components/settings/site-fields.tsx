"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/fields/select";
import { TextField } from "@/components/fields/text-field";
import { StatusPill } from "@/components/ui/status-pill";
import type { EntryMeaning } from "@/lib/sites/addresses/address";
import type { SettingsField } from "@/lib/sites/settings/settings-schema";

/** A site's settings as a form shows them. */
export interface SiteValues {
  readonly name: string;
  readonly domain: string;
  readonly language: "en" | "fr";
  readonly supportContact: string;
  readonly addresses: readonly { readonly entry: string; readonly meaning: EntryMeaning }[];
  readonly stalenessMode: "warn" | "refuse";
  readonly stalenessSeconds: number;
}

/** The fields of a site's settings. */
export function SiteFields({ values }: { values: SiteValues }) {
  const t = useTranslations("settings.form");
  const field = (name: SettingsField) => ({ name, label: t(name), autoComplete: "off" });
  return (
    <>
      <TextField {...field("name")} hint={t("nameHint")} defaultValue={values.name} isRequired />
      <TextField {...field("domain")} hint={t("domainHint")} defaultValue={values.domain} isRequired />
      <Select name="language" label={t("language")} hint={t("languageHint")} defaultValue={values.language}>
        <option value="en">English</option>
        <option value="fr">Français</option>
      </Select>
      <TextField
        {...field("supportContact")}
        hint={t("supportContactHint")}
        defaultValue={values.supportContact}
      />
      <TextField
        {...field("allowedIps")}
        hint={t("allowedIpsHint")}
        rows={Math.min(8, values.addresses.length + 1)}
        defaultValue={values.addresses.map(({ entry }) => entry).join("\n")}
        isRequired
      />
      <AddressMeanings addresses={values.addresses} />
      <Select name="stalenessMode" label={t("stalenessMode")} defaultValue={values.stalenessMode}>
        <option value="warn">{t("warn")}</option>
        <option value="refuse">{t("refuse")}</option>
      </Select>
      <TextField
        {...field("stalenessSeconds")}
        hint={t("stalenessSecondsHint")}
        inputMode="numeric"
        defaultValue={String(values.stalenessSeconds)}
        isRequired
      />
    </>
  );
}

/** What a match with each saved address would prove. */
function AddressMeanings({ addresses }: { addresses: SiteValues["addresses"] }) {
  const t = useTranslations("settings");
  return (
    <ul aria-label={t("form.entries")} className="-mt-2 flex flex-col gap-1.5">
      {addresses.map(({ entry, meaning }) => (
        <li key={entry} className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <code className="font-mono text-[12px]">{entry}</code>
          <StatusPill tone={meaning === "evidence" ? "ok" : "warn"}>{t(`meaning.${meaning}`)}</StatusPill>
        </li>
      ))}
    </ul>
  );
}
