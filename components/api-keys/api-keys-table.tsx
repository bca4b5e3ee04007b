import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import type { ApiKeyRow } from "@/lib/partner-api/api-keys-store";
import { RevokeKey } from "./revoke-key";
import { SCOPES } from "./scopes";

interface ApiKeysTableProps {
  keys: readonly ApiKeyRow[];
  mayWrite: boolean;
}

/** API keys, without their secrets. */
export function ApiKeysTable({ keys, mayWrite }: ApiKeysTableProps) {
  const t = useTranslations("apiKeys");
  return (
    <Table label={t("title")}>
      <TableHead>
        <Th>{t("columns.name")}</Th>
        <Th className="max-sm:hidden">{t("columns.key")}</Th>
        <Th className="max-md:hidden">{t("columns.scopes")}</Th>
        <Th className="max-lg:hidden">{t("columns.created")}</Th>
        <Th className="max-sm:hidden">{t("columns.used")}</Th>
        <Th>{t("columns.state")}</Th>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <Tr key={key.id}>
            <Td className="max-w-[180px] truncate font-medium">{key.name}</Td>
            <Td className="font-mono text-[12px] max-sm:hidden">{key.prefix}…</Td>
            <Td className="max-md:hidden">
              <Scopes scopes={key.scopes} />
            </Td>
            <Td className="max-lg:hidden">
              <ExactTime iso={key.createdAt.toISOString()} as="day" />
            </Td>
            <Td className="max-sm:hidden">
              {key.lastUsedAt === null ? (
                <span className="text-dim">{t("never")}</span>
              ) : (
                <RelativeTime iso={key.lastUsedAt.toISOString()} />
              )}
            </Td>
            <Td>
              <span className="flex items-center justify-between gap-3">
                <StatusPill tone={key.revokedAt === null ? "ok" : "quiet"}>
                  {t(key.revokedAt === null ? "active" : "revoked")}
                </StatusPill>
                {mayWrite && key.revokedAt === null && <RevokeKey id={key.id} name={key.name} />}
              </span>
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
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
