import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

/** Says that the page in the address is one of another list, or of other filters. */
export function ForeignPage({ isForeign }: { isForeign: boolean }) {
  const t = useTranslations("common");
  return isForeign ? <Notice tone="warn">{t("foreignPage")}</Notice> : null;
}
