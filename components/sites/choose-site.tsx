import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { SiteLinks } from "./site-links";

/** Stands where a page is about one site and the reader has chosen none. */
export function ChooseSite() {
  const t = useTranslations("sites.choose");
  return (
    <Panel title={t("title")}>
      <p className="mb-4 text-dim">{t("text")}</p>
      <SiteLinks />
    </Panel>
  );
}
