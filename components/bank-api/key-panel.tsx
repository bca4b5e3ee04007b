import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/controls/copy-button";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import type { ShownKey } from "@/lib/bank-api/keys-store";
import { EndKeyButton, MakeKeyButton } from "./key-buttons";

interface KeyPanelProps {
  siteId: string;
  /** The current one first. */
  keys: readonly ShownKey[];
  canWrite: boolean;
}

/** The keys that calls are signed with: their public parts, and what can be done with them. */
export function KeyPanel({ siteId, keys, canWrite }: KeyPanelProps) {
  const t = useTranslations("bankApi.key");
  const current = keys.find(({ slot }) => slot === "current");
  const canMake = canWrite && keys.length < 2;
  return (
    <Panel
      title={t("title")}
      actions={canMake && <MakeKeyButton siteId={siteId} currentId={current?.id ?? null} />}
    >
      <p className="mb-4 text-dim">{t("text")}</p>
      {keys.length === 0 && <p>{t("none")}</p>}
      {keys.map((key) => (
        <div key={key.id} className="mt-4 border-t border-line pt-4 first-of-type:mt-0">
          <StatusPill tone={key.slot === "current" ? "ok" : "warn"}>{t(key.slot)}</StatusPill>
          <Facts
            className="mt-2.5"
            facts={[
              { key: "made", label: t("made"), value: <ExactTime iso={key.createdAt.toISOString()} /> },
              {
                key: "used",
                label: t("lastUsed"),
                value:
                  key.lastUsedAt === null ? t("notYet") : <RelativeTime iso={key.lastUsedAt.toISOString()} />,
              },
            ]}
          />
          <pre className="mt-3 whitespace-pre-wrap rounded-control bg-quiet-soft p-3 font-mono text-[11px] [overflow-wrap:anywhere]">
            {key.publicPem.trim()}
          </pre>
          <div className="mt-2.5 flex flex-wrap items-center gap-2">
            <CopyButton value={key.publicPem} label={t("copy")} />
            {canWrite && (key.slot === "previous" || keys.length === 1) && (
              <EndKeyButton siteId={siteId} keyId={key.id} isOnly={keys.length === 1} />
            )}
          </div>
        </div>
      ))}
      {keys.length > 1 && (
        <Notice className="mt-4">{t(current?.lastUsedAt == null ? "waiting" : "taken")}</Notice>
      )}
    </Panel>
  );
}
