import Link from "next/link";
import { useTranslations } from "next-intl";
import { hrefWith, type Query } from "@/components/ui/href";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/deliveries-store";
import { DeliveryLegs, DeliveryOutcome } from "./verdict";

interface DeliveriesTableProps {
  rows: readonly DeliveryRow[];
  query: Query;
  openId: string | null;
}

/** Deliveries as they came, with what was judged of each. */
export function DeliveriesTable({ rows, query, openId }: DeliveriesTableProps) {
  const t = useTranslations("deliveries");
  return (
    <Table label={t("title")}>
      <TableHead>
        <Th>{t("columns.received")}</Th>
        <Th className="max-sm:hidden">{t("columns.event")}</Th>
        {openId === null && <Th className="max-lg:hidden">{t("columns.legs")}</Th>}
        <Th className="max-md:hidden">{t("columns.try")}</Th>
        <Th numeric className="max-md:hidden">
          {t("columns.answer")}
        </Th>
        <Th>{t("columns.outcome")}</Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Tr key={row.id} selected={row.id === openId} className="relative">
            <Td>
              <Link
                href={hrefWith("/deliveries", query, { open: row.id })}
                scroll={false}
                className="after:absolute after:inset-0 after:content-['']"
              >
                <ExactTime iso={row.receivedAt.toISOString()} />
              </Link>
              <span className="block max-w-[190px] truncate font-mono text-[12px] text-dim sm:hidden">
                {row.eventName ?? t("notNotification")}
              </span>
            </Td>
            <Td className="max-w-[240px] truncate max-sm:hidden">
              <span className="font-mono text-[12px]">{row.eventName ?? t("notNotification")}</span>
            </Td>
            {openId === null && (
              <Td className="max-lg:hidden">
                <DeliveryLegs row={row} />
              </Td>
            )}
            <Td className="max-md:hidden">
              {row.currentTry === null ? "—" : t("try", { current: row.currentTry, max: row.maxTries ?? 3 })}
            </Td>
            <Td numeric className="max-md:hidden">
              {row.answerStatus}
            </Td>
            <Td>
              <DeliveryOutcome row={row} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
