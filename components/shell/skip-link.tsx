import { useTranslations } from "next-intl";

/** The first stop of the Tab key: skips the navigation. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#content"
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-control focus:bg-ink focus:px-3 focus:py-2 focus:text-bg"
    >
      {t("skip")}
    </a>
  );
}
