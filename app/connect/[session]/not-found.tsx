import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { EndedCard } from "@/components/connect/ended-card";
import { LanguageLinks } from "@/components/connect/language-links";
import { isLocale } from "@/lib/i18n/locale";

/** A link that we do not know; its site is not known either, and its language only where the address names one. */
export default async function ConnectNotFound() {
  const path = (await headers()).get("x-page-path") ?? "/";
  const asked = new URL(path, "http://localhost").searchParams.get("lang");
  const language = isLocale(asked) ? asked : await getLocale();
  const t = await getTranslations({ locale: language, namespace: "connect" });
  return (
    <EndedCard
      language={language}
      title={t("unknown.title")}
      text={t("unknown.text")}
      help={null}
      languages={<LanguageLinks current={language} label={t("languages")} />}
    />
  );
}
