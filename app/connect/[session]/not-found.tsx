import { getLocale, getTranslations } from "next-intl/server";
import { EndedCard } from "@/components/connect/ended-card";

/** A link that we do not know; neither its site nor its language is known either. */
export default async function ConnectNotFound() {
  const [language, t] = await Promise.all([getLocale(), getTranslations("connect")]);
  return <EndedCard language={language} title={t("unknown.title")} text={t("unknown.text")} help={null} />;
}
