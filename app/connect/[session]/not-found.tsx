import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { EndedCard } from "@/components/connect/ended-card";
import { LanguageLinks } from "@/components/connect/language-links";
import { isLocale } from "@/lib/i18n/locale";

/** An unknown link; its site is also unknown, and its language only known if the URL names one. */
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
