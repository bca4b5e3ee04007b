"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useOpened } from "@/components/awaited/use-target";
import { hrefWith, type Query } from "@/components/filters/href";
import { NewRowsButton } from "@/components/live/new-rows-button";
import { useLiveList } from "@/components/live/use-live-list";
import { SiteHead } from "@/components/sites/site-cells";
import { Table, TableBody, TableHead, Th } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { DeliveryRow } from "@/lib/webhooks/read/delivery-sql";
import { DeliveryTableRow } from "./delivery-table-row";

interface DeliveriesTableProps {
  rows: readonly DeliveryRow[];
  query: Query;
  openId: string | null;
}

/** Deliveries as they arrive, with their checks. */
export function DeliveriesTable({ rows, query, openId: urlOpenId }: DeliveriesTableProps) {
  const openId = useOpened(urlOpenId);
  const t = useTranslations("deliveries");
  const place = useRef<HTMLDivElement>(null);
  const { shown, fresh, waiting, isWhole, show } = useLiveList(rows, place);
  const hrefOf = (id: string) => hrefWith("/deliveries", query, { open: id });
  useRowKeys(
    shown.map(({ id }) => id),
    openId,
    hrefOf,
  );
  const narrow = openId !== null;
  return (
    <div ref={place}>
      {waiting > 0 && (
        <NewRowsButton
          text={isWhole ? t("newRows", { count: waiting }) : t("manyNewRows", { count: waiting })}
          onShow={show}
        />
      )}
      <Table label={t("title")}>
        <TableHead>
          <Th>{t("columns.received")}</Th>
          <Th className="max-sm:hidden">{t("columns.event")}</Th>
          <SiteHead className="max-lg:hidden" />
          {!narrow && <Th className="max-[1200px]:hidden">{t("columns.legs")}</Th>}
          <Th className="max-md:hidden">{t("columns.try")}</Th>
          {!narrow && (
            <>
              <Th numeric className="max-[1400px]:hidden">
                {t("columns.answer")}
              </Th>
              <Th numeric className="max-[1400px]:hidden">
                {t("columns.latency")}
              </Th>
            </>
          )}
          <Th>{t("columns.outcome")}</Th>
          <Th className="max-md:hidden">{t("columns.user")}</Th>
        </TableHead>
        <TableBody>
          {shown.map((row) => (
            <DeliveryTableRow
              key={row.id}
              row={row}
              href={hrefOf(row.id)}
              selected={row.id === openId}
              fresh={fresh.has(row.id)}
              narrow={narrow}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
