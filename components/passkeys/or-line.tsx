import { useTranslations } from "next-intl";

/** Between two ways to do the same. */
export function OrLine() {
  const t = useTranslations("passkeys");
  return (
    <p className="flex items-center gap-3 text-label text-dim before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      {t("or")}
    </p>
  );
}
