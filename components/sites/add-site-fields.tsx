"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/fields/select";
import { TextField } from "@/components/fields/text-field";

/** What a new site needs; the rest is on its settings pages. */
export function AddSiteFields({ addresses }: { addresses: string }) {
  const t = useTranslations("sites.add");
  const form = useTranslations("settings.form");
  const plain = { autoComplete: "off", spellCheck: "false" } as const;
  return (
    <>
      <TextField {...plain} name="name" label={form("name")} hint={form("nameHint")} isRequired autoFocus />
      <TextField {...plain} name="domain" label={form("domain")} hint={form("domainHint")} isRequired />
      <TextField {...plain} name="partnerId" label={t("partnerId")} hint={t("partnerIdHint")} isRequired />
      <TextField {...plain} name="partnerRef" label={t("partnerRef")} hint={t("partnerRefHint")} />
      <Select name="language" label={form("language")} hint={form("languageHint")}>
        <option value="en">English</option>
        <option value="fr">Français</option>
      </Select>
      <TextField
        {...plain}
        name="supportContact"
        label={form("supportContact")}
        hint={form("supportContactHint")}
      />
      <TextField
        {...plain}
        name="allowedIps"
        label={form("allowedIps")}
        hint={form("allowedIpsHint")}
        rows={2}
        defaultValue={addresses}
        isRequired
      />
    </>
  );
}
