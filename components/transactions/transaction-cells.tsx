"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import { Aside, Td, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import { isUnnamed } from "@/lib/anytime/identity";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { Amount } from "./money";
import { TransactionStatusPill } from "./status";
import { UnnamedBadge } from "./unnamed-badge";

interface RowProps {
  row: TransactionRow;
  href: string;
  selected: boolean;
  fresh: boolean;
  /** Without the user, on a user's own page. */
  withoutUser?: boolean;
  /** Without the category, if something is beside the table. */
  narrow?: boolean;
  /** With its day, where no heading says it. */
  dated?: boolean;
}

/** One transaction as a row; on phones as two lines. The whole row opens it. */
export function TransactionTableRow(props: RowProps) {
  const { row, href, selected, fresh, withoutUser, narrow, dated } = props;
  const locale = useLocale();
  const t = useTranslations("transactions");
  const category = row.category?.[locale] ?? row.mcc;
  const place = [row.city, row.country].filter((part) => part !== null).join(", ");
  return (
    <Tr selected={selected} fresh={fresh} className="relative" data-transaction={row.txid}>
      <Td className="max-sm:hidden">
        <When row={row} dated={dated === true} />
      </Td>
      <Td className="truncate max-sm:py-2 max-sm:break-words max-sm:whitespace-normal">
        <Link
          href={href}
          scroll={false}
          className="font-medium after:absolute after:inset-0 after:content-['']"
        >
          <bdi>{row.merchant}</bdi>
        </Link>
        <UnnamedBadge row={row} />
        <Aside>
          <bdi className="max-sm:hidden">{place}</bdi>
        </Aside>
        <span className="block text-label text-dim sm:hidden">
          <bdi>{row.userName ?? t("unattributed")}</bdi> · <When row={row} dated={dated === true} />
        </span>
      </Td>
      {withoutUser !== true && (
        <Td className="truncate max-sm:hidden">
          {row.userId === null ? (
            <StatusPill tone="hold">{t("unattributed")}</StatusPill>
          ) : (
            <Link href={`/users/${row.userId}`} className="relative z-1 hover:underline">
              <bdi>{row.userName}</bdi>
            </Link>
          )}
        </Td>
      )}
      <Td
        className="font-mono text-[12px] text-dim max-lg:hidden"
        title={isUnnamed(row.cardRef) ? undefined : row.cardRef}
      >
        {isUnnamed(row.cardRef) ? "—" : `•• ${row.cardRef.slice(-4)}`}
      </Td>
      {narrow !== true && <Td className="truncate max-xl:hidden">{category ?? "—"}</Td>}
      <Td numeric className="max-sm:py-2">
        <Amount row={row} locale={locale} withFx />
        <span className="block sm:hidden">
          <TransactionStatusPill status={row.status} type={row.type} />
        </span>
      </Td>
      <Td className="max-sm:hidden">
        <TransactionStatusPill status={row.status} type={row.type} />
      </Td>
    </Tr>
  );
}

function When({ row, dated }: Pick<RowProps, "row" | "dated">) {
  const t = useTranslations("transactions");
  return (
    <span title={row.bankDateGuess ? t("dateGuess") : undefined}>
      <ExactTime iso={row.bankDate} timeZone={BANK_ZONE} as={dated === true ? "stampShort" : "clock"} />
      {row.bankDateGuess && "?"}
    </span>
  );
}
