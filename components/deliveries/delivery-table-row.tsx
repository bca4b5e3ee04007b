import { useLocale, useTranslations } from "next-intl";
import { memo } from "react";
import { Link } from "@/components/navigation/link";
import { SiteCell } from "@/components/sites/site-cells";
import { Badge } from "@/components/ui/badge";
import { Td, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/read/delivery-sql";
import { formatDuration } from "./duration";
import { DeliveryLegs, DeliveryOutcome } from "./verdict";

interface DeliveryTableRowProps {
  row: DeliveryRow;
  href: string;
  selected: boolean;
  fresh: boolean;
  /** Beside an open drawer there is space only for what tells rows apart. */
  narrow: boolean;
}

/** One delivery in the table; what the table says of others does not draw it again. */
export const DeliveryTableRow = memo(function DeliveryTableRow(props: DeliveryTableRowProps) {
  const { row, href, selected, fresh, narrow } = props;
  const t = useTranslations("deliveries");
  const event = row.eventName ?? t("notNotification");
  return (
    <Tr selected={selected} fresh={fresh} linked>
      <Td>
        <Link
          href={href}
          scroll={false}
          aria-description={event}
          className="after:absolute after:inset-0 after:content-['']"
        >
          <ExactTime iso={row.receivedAt.toISOString()} className="max-sm:hidden" />
          <ExactTime iso={row.receivedAt.toISOString()} as="stampShort" className="sm:hidden" />
        </Link>
        <span className="block max-w-[150px] whitespace-normal [overflow-wrap:anywhere] font-mono text-[12px] text-dim sm:hidden">
          {event}
        </span>
      </Td>
      <Td className="max-w-[240px] truncate max-sm:hidden" title={event}>
        <span className="font-mono text-[12px]">{event}</span>
      </Td>
      <SiteCell siteId={row.siteId} className="max-lg:hidden" />
      {!narrow && (
        <Td className="max-[1200px]:hidden">
          <DeliveryLegs row={row} />
        </Td>
      )}
      <Td className="max-md:hidden">
        <Try row={row} />
      </Td>
      {!narrow && <Timing row={row} />}
      <Td>
        <DeliveryOutcome row={row} />
      </Td>
      <Td className="max-w-[160px] truncate max-md:hidden" title={row.userName ?? undefined}>
        {row.userId !== null && (
          <Link href={`/users/${row.userId}`} className="relative z-1 hover:text-accent hover:underline">
            {row.userName}
          </Link>
        )}
      </Td>
    </Tr>
  );
});

function Try({ row }: { row: DeliveryRow }) {
  const t = useTranslations("deliveries");
  if (row.currentTry === null) return <span className="text-faint">—</span>;
  const text = t("try", { current: row.currentTry, max: row.maxTries ?? 3 });
  // The bank repeats only what it believes lost.
  return row.currentTry > 1 ? (
    <Badge tone="warn" title={t("lost")}>
      {text}
    </Badge>
  ) : (
    <span className="text-dim">{text}</span>
  );
}

function Timing({ row }: { row: DeliveryRow }) {
  const locale = useLocale();
  const took =
    row.processedAt === null
      ? "—"
      : formatDuration(row.processedAt.getTime() - row.receivedAt.getTime(), locale);
  return (
    <>
      <Td numeric className="max-[1400px]:hidden">
        {row.answerStatus}
      </Td>
      <Td numeric className="text-dim max-[1400px]:hidden">
        {took}
      </Td>
    </>
  );
}
