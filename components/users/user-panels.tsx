import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RevealToken } from "@/components/tokens/reveal-token";
import { EmptyState } from "@/components/ui/empty-state";
import { Facts } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import type { ConnectLinkRow, TokenRow } from "@/lib/links/timeline/user-history-store";
import { LinkActions, RestoreLink } from "./connect-links";

const TOKEN_TONES = { active: "ok", superseded: "hold", revoked: "quiet" } as const;

interface TokensPanelProps {
  tokens: readonly TokenRow[];
  /** For who may reveal them: whether their session has a second factor. */
  reveals: { hasFactor: boolean } | null;
}

/** Tokens of a user: by fingerprint. A token itself comes only from its dialog. */
export function TokensPanel({ tokens, reveals }: TokensPanelProps) {
  const t = useTranslations("users.tokens");
  return (
    <Panel title={t("title")}>
      {tokens.length === 0 && <p className="text-dim">{t("empty")}</p>}
      <ul className="flex flex-col gap-4">
        {tokens.map((token) => (
          <li key={token.id}>
            <Facts
              facts={[
                {
                  key: "state",
                  label: t("state"),
                  value: <StatusPill tone={TOKEN_TONES[token.state]}>{t(token.state)}</StatusPill>,
                },
                {
                  key: "fingerprint",
                  label: t("fingerprint"),
                  value: <span className="font-mono text-[12px]">{token.fingerprint}…</span>,
                },
                { key: "granted", label: t("granted"), value: <Moment at={token.grantedAt} /> },
                ...(token.revokedAt === null
                  ? []
                  : [{ key: "revoked", label: t("revoked"), value: <Moment at={token.revokedAt} /> }]),
              ]}
            />
            {token.state === "superseded" && (
              <p className="mt-1 text-label text-dim">{t("supersededHint")}</p>
            )}
            {reveals !== null && token.state !== "revoked" && (
              <p className="mt-2">
                <RevealToken id={token.id} token={token.fingerprint} {...reveals} />
              </p>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-label text-dim">{t("honest")}</p>
    </Panel>
  );
}

function Moment({ at }: { at: Date | null }) {
  return at === null ? "—" : <ExactTime iso={at.toISOString()} />;
}

const LINK_TONES = {
  created: "quiet",
  opened: "warn",
  completed: "ok",
  cancelled: "quiet",
  expired: "quiet",
} as const;

interface LinksPanelProps {
  links: readonly ConnectLinkRow[];
  mayWrite: boolean;
  /** Below the links. */
  children?: ReactNode;
}

/** Connect links of a user, with the actions on those that still work. */
export function LinksPanel({ links, mayWrite, children }: LinksPanelProps) {
  const t = useTranslations("users.links");
  return (
    <Panel title={t("title")}>
      {links.length === 0 && <EmptyState title={t("empty")} />}
      <ul className="flex flex-col gap-3 text-table">
        {links.map((link) => (
          <li key={link.id} className="flex flex-wrap items-center gap-2">
            <StatusPill tone={LINK_TONES[link.state]}>{t(link.state)}</StatusPill>
            <span className="text-dim">
              <RelativeTime iso={link.createdAt.toISOString()} />
            </span>
            {mayWrite && (link.state === "created" || link.state === "opened") && (
              <span className="ml-auto">
                <LinkActions sessionId={link.id} />
              </span>
            )}
            {link.cancelledByThem && <span className="text-label text-dim">{t("byThem")}</span>}
            {mayWrite && link.mayRestore && (
              <span className="ml-auto">
                <RestoreLink sessionId={link.id} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {children}
    </Panel>
  );
}
