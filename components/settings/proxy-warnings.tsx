import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Misfit } from "@/lib/http/misfits";

interface ProxyWarningsProps {
  misfits: readonly Misfit[];
  /** A peer that is none of the proxies which may forward addresses; null where none came lately. */
  stranger: string | null;
}

/** What of the proxy in front does not fit the settings, as long as it lasts; nothing where all fits. */
export function ProxyWarnings({ misfits, stranger }: ProxyWarningsProps) {
  const t = useTranslations("settings.proxy");
  return (
    <div className="mb-4 flex flex-col gap-3 empty:hidden">
      {misfits.map(({ kind, value }) => (
        <Notice key={kind} tone="warn" title={t(`${kind}.title`)}>
          {t(`${kind}.text`, { value })}
        </Notice>
      ))}
      {stranger !== null && (
        <Notice tone="warn" title={t("stranger.title")}>
          {t("stranger.text", { value: stranger })}
        </Notice>
      )}
    </div>
  );
}
