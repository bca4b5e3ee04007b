import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { SiteCell, SiteHead } from "@/components/sites/site-cells";
import { Badge } from "@/components/ui/badge";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import type { ApiKeyState } from "@/lib/partner-api/keys/api-key-state";
import type { ApiKeyRow } from "@/lib/partner-api/keys/api-keys-store";
import { RevokeKey } from "./revoke-key";
import { SCOPES } from "./scopes";

const TONES = { active: "ok", expired: "warn", revoked: "quiet" } as const;

/** A key with its state now. */
export type ShownKey = ApiKeyRow & { readonly state: ApiKeyState };

interface ApiKeysTableProps {
  keys: readonly ShownKey[];
  mayWrite: boolean;
}

/** API keys, without their secrets. */
export function ApiKeysTable({ keys, mayWrite }: ApiKeysTableProps) {
  const t = useTranslations("apiKeys");
  return (
    <Table label={t("title")}>
      <TableHead>
        <Th>{t("columns.name")}</Th>
        <SiteHead className="max-sm:hidden" />
        <Th className="max-sm:hidden">{t("columns.key")}</Th>
        <Th className="max-md:hidden">{t("columns.scopes")}</Th>
        <Th className="max-xl:hidden">{t("columns.created")}</Th>
        <Th className="max-sm:hidden">{t("columns.used")}</Th>
        <Th>{t("columns.state")}</Th>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <Tr key={key.id}>
            <Td className="max-w-[180px] truncate font-medium max-sm:max-w-[110px]" title={key.name}>
              <Link href={`/settings/api-keys/${key.id}`} className="text-accent hover:underline">
                {key.name}
              </Link>
            </Td>
            <SiteCell siteId={key.siteId} className="max-sm:hidden" />
            <Td className="font-mono text-[12px] max-sm:hidden">{key.prefix}…</Td>
            <Td className="max-md:hidden">
              <Scopes scopes={key.scopes} />
            </Td>
            <Td className="max-xl:hidden">
              <ExactTime iso={key.createdAt.toISOString()} as="day" />
            </Td>
            <Td className="max-sm:hidden">
              {key.lastUsedAt === null ? (
                <span className="text-dim">{t("never")}</span>
              ) : (
                <>
                  <RelativeTime iso={key.lastUsedAt.toISOString()} />
                  {key.lastUsedAddress !== null && (
                    <span className="block font-mono text-[12px] text-dim">{key.lastUsedAddress}</span>
                  )}
                </>
              )}
            </Td>
            <Td>
              <span className="flex items-center justify-between gap-3">
                <KeyState apiKey={key} />
                {mayWrite && key.revokedAt === null && <RevokeKey id={key.id} name={key.name} />}
              </span>
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

/** The state of a key, with when it ends if it does. */
export function KeyState({ apiKey: { state, expiresAt } }: { apiKey: ShownKey }) {
  const t = useTranslations("apiKeys");
  return (
    <span className="flex flex-col items-start py-1">
      <StatusPill tone={TONES[state]}>{t(state)}</StatusPill>
      {state === "active" && expiresAt !== null && (
        <span className="text-label text-dim">
          {t.rich("until", { at: () => <ExactTime iso={expiresAt.toISOString()} as="day" /> })}
        </span>
      )}
    </span>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  const t = useTranslations("apiKeys.scopes");
  return (
    <span className="flex flex-wrap gap-1 py-1.5">
      {SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => (
        <Badge key={scope} tone={scope === "tokens:read" ? "warn" : "quiet"} title={t(scope)}>
          {scope}
        </Badge>
      ))}
    </span>
  );
}
