import { useTranslations } from "next-intl";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { EndPrevious } from "./end-previous";
import { RotateButton } from "./rotate-button";

interface ShownCredential {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

interface CredentialPanelProps {
  kind: "webhook_key" | "partner_ref";
  siteId: string;
  current: ShownCredential;
  previous: ShownCredential | null;
  canWrite: boolean;
}

/** A key or a reference: the current one, the previous one, and the possible actions. */
export function CredentialPanel({ kind, siteId, current, previous, canWrite }: CredentialPanelProps) {
  const t = useTranslations("settings.keys");
  const unused = current.lastUsedAt === null;
  const inTheWay = previous === null ? null : unused ? "unused_current" : "previous";
  const rotate = <RotateButton kind={kind} siteId={siteId} currentId={current.id} inTheWay={inTheWay} />;
  return (
    <Panel title={t(`${kind}.title`)} actions={canWrite ? rotate : null}>
      <p className="mb-4 text-dim">{t(`${kind}.text`)}</p>
      <StatusPill tone="ok">{t("current")}</StatusPill>
      <CredentialFacts {...current} sinceLabel={t("since")} />
      {previous !== null && (
        <div className="mt-4 border-t border-line pt-4">
          <StatusPill tone="warn">{t("previous")}</StatusPill>
          <CredentialFacts {...previous} createdAt={current.createdAt} sinceLabel={t("replaced")} />
          <Notice tone={unused ? "warn" : "quiet"} className="mt-4">
            {t(unused ? "waiting" : "taken")}
          </Notice>
        </div>
      )}
      {canWrite && (
        <div className="mt-4 flex justify-end empty:hidden">
          <EndPrevious kind={kind} siteId={siteId} credentialId={previous?.id ?? null} />
        </div>
      )}
    </Panel>
  );
}

interface CredentialFactsProps extends Pick<ShownCredential, "createdAt" | "lastUsedAt"> {
  sinceLabel: string;
}

function CredentialFacts({ createdAt, lastUsedAt, sinceLabel }: CredentialFactsProps) {
  const t = useTranslations("settings.keys");
  return (
    <Facts
      className="mt-2.5"
      facts={[
        { key: "since", label: sinceLabel, value: <ExactTime iso={createdAt.toISOString()} /> },
        {
          key: "lastUsed",
          label: t("lastUsed"),
          value: lastUsedAt === null ? t("notYet") : <RelativeTime iso={lastUsedAt.toISOString()} />,
        },
      ]}
    />
  );
}
