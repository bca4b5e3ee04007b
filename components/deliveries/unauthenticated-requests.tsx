import { useLocale, useTranslations } from "next-intl";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";

interface UnauthenticatedRequestsProps {
  traces: readonly { id: string; at: Date; reason: string; address: string | null; size: number | null }[];
  total: number;
}

const REASONS = ["unknown_key", "too_large", "method_not_allowed"] as const;

/** Unauthenticated requests, collapsed by default. */
export function UnauthenticatedRequests({ traces, total }: UnauthenticatedRequestsProps) {
  const t = useTranslations("deliveries.unauthenticated");
  const locale = useLocale();
  const words = (reason: string) => {
    const known = REASONS.find((name) => name === reason);
    return known === undefined ? reason : t(`reasons.${known}`);
  };
  return (
    <details className="mt-4 rounded-panel border border-line bg-panel">
      <summary className="px-[18px] py-3 text-table">
        <span className="font-medium">{t("title")}</span>{" "}
        <span className="ml-1 text-dim">{t("count", { count: total })}</span>
      </summary>
      <p className="px-[18px] pb-2 text-table text-dim">{t("lead")}</p>
      {traces.length > 0 && (
        <Table label={t("title")} compact>
          <TableHead>
            <Th>{t("time")}</Th>
            <Th>{t("reason")}</Th>
            <Th>{t("address")}</Th>
            <Th numeric>{t("size")}</Th>
          </TableHead>
          <TableBody>
            {traces.map((trace) => (
              <Tr key={trace.id}>
                <Td>
                  <ExactTime iso={trace.at.toISOString()} />
                </Td>
                <Td>{words(trace.reason)}</Td>
                <Td className="font-mono text-[12px]">{trace.address ?? "—"}</Td>
                <Td numeric>{trace.size?.toLocaleString(locale) ?? "—"}</Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </details>
  );
}
