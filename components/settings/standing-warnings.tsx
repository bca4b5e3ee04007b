import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

interface StandingWarningsProps {
  /** A reference that is accepted is the public partner ID. */
  publicRef: boolean;
  /** The list of addresses tells the bank from strangers. */
  addressesChecked: boolean;
  sandbox: boolean;
}

/** What weakens a site as long as it lasts; nothing where nothing does. */
export function StandingWarnings({ publicRef, addressesChecked, sandbox }: StandingWarningsProps) {
  const t = useTranslations("settings.warnings");
  return (
    <div className="mb-4 flex flex-col gap-3 empty:hidden">
      {publicRef && (
        <Notice tone="warn" title={t("publicTitle")}>
          {t("publicText")}
        </Notice>
      )}
      {!addressesChecked && (
        <Notice tone="warn" title={t("addressesTitle")}>
          {t("addressesText")}
        </Notice>
      )}
      {sandbox && (
        <Notice tone="hold" title={t("sandboxTitle")}>
          {t("sandboxText")}
        </Notice>
      )}
    </div>
  );
}
