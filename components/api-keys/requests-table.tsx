import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import type { LoggedRequest } from "@/lib/partner-api/keys/requests-store";

/** Requests with a key: what was asked, and what came of it. */
export function RequestsTable({ requests }: { requests: readonly LoggedRequest[] }) {
  const t = useTranslations("apiKeys.log");
  return (
    <Table label={t("title")} compact>
      <TableHead>
        <Th>{t("columns.at")}</Th>
        <Th>{t("columns.request")}</Th>
        <Th>{t("columns.status")}</Th>
        <Th className="text-right max-sm:hidden">{t("columns.took")}</Th>
        <Th className="max-md:hidden">{t("columns.problem")}</Th>
        <Th className="max-md:hidden">{t("columns.address")}</Th>
      </TableHead>
      <TableBody>
        {requests.map(({ id, at, method, route, status, milliseconds, problem, address }) => (
          <Tr key={id}>
            <Td>
              <ExactTime iso={at.toISOString()} />
            </Td>
            <Td className="font-mono text-[12px] [overflow-wrap:anywhere]">
              {method} {route}
            </Td>
            <Td>
              <StatusPill tone={status >= 500 ? "bad" : status >= 400 ? "warn" : "ok"}>{status}</StatusPill>
            </Td>
            <Td className="text-right tabular-nums max-sm:hidden">{t("took", { ms: milliseconds })}</Td>
            <Td className="font-mono text-[12px] max-md:hidden">{problem ?? "—"}</Td>
            <Td className="font-mono text-[12px] max-md:hidden">{address ?? "—"}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
