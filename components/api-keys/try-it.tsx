import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";

/** A first request, ready to be copied, and where the rest is described. */
export function TryIt({ appUrl }: { appUrl: string }) {
  const t = useTranslations("apiKeys.try");
  const command = [
    `curl ${appUrl}/api/v1/connect-sessions \\`,
    '  --header "Authorization: Bearer $ANYTIME_CONNECT_API_KEY" \\',
    '  --header "Content-Type: application/json" \\',
    `  --data '{"external_reference": "customer-1", "name": "Camille Renard"}'`,
  ].join("\n");
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-dim">{t("text")}</p>
      <pre className="rounded-control border border-line bg-bg p-3 font-mono text-[12px]/[18px] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {command}
      </pre>
      <div className="mt-3 flex flex-wrap items-center gap-4">
        <CopyButton value={command} label={t("copy")} />
        <a href="/api/v1/openapi.json" className="text-accent hover:underline">
          {t("openapi")}
        </a>
      </div>
    </Panel>
  );
}
