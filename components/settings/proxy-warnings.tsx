import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Misfit } from "@/lib/http/hosts/misfits";

interface ProxyWarningsProps {
  misfits: readonly Misfit[];
  /** A peer that is not a trusted proxy; null if there was none recently. */
  unknownProxy: string | null;
}

/** How the proxy in front contradicts the settings, as long as it does; nothing if all is well. */
export function ProxyWarnings({ misfits, unknownProxy }: ProxyWarningsProps) {
  const t = useTranslations("settings.proxy");
  return (
    <div className="mb-4 flex flex-col gap-3 empty:hidden">
      {misfits.map(({ kind, value }) => (
        <Notice key={kind} tone="warn" title={t(`${kind}.title`)}>
          {t(`${kind}.text`, { value })}
        </Notice>
      ))}
      {unknownProxy !== null && (
        <Notice tone="warn" title={t("unknownProxy.title")}>
          {t("unknownProxy.text", { value: unknownProxy })}
        </Notice>
      )}
    </div>
  );
}
