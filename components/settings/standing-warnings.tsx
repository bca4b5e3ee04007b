import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

interface StandingWarningsProps {
  /** An accepted reference is the public partner ID. */
  publicRef: boolean;
  /** The list of addresses tells the bank from others. */
  addressesChecked: boolean;
  sandbox: boolean;
  /** A webhook key that could be guessed is accepted. */
  weakKey: boolean;
  /** URLs are http outside this machine. */
  plainHttp: boolean;
}

/** What weakens a site, as long as it does; nothing if all is well. */
export function StandingWarnings({
  publicRef,
  addressesChecked,
  sandbox,
  weakKey,
  plainHttp,
}: StandingWarningsProps) {
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
      {weakKey && (
        <Notice tone="bad" title={t("weakKeyTitle")}>
          {t("weakKeyText")}
        </Notice>
      )}
      {plainHttp && (
        <Notice tone="warn" title={t("plainHttpTitle")}>
          {t("plainHttpText")}
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
