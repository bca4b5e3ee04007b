"use client";

import { useLocale, useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import { SiteCell } from "@/components/sites/site-cells";
import { StatusPill } from "@/components/ui/status-pill";
import { Aside, Td, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import { isUnnamed } from "@/lib/anytime/identity";
import { BANK_ZONE, bankOffset } from "@/lib/anytime/values/bank-zone";
import type { PaymentColumn } from "@/lib/cards/listing/payment-columns";
import { ACCOUNT_CURRENCY, type TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { hiddenStyle, type ShownColumns } from "./column-style";
import { Amount, formatMoney } from "./money";
import { TransactionStatusPill } from "./status";
import { UnnamedBadge } from "./unnamed-badge";

interface RowProps {
  row: TransactionRow;
  href: string;
  selected: boolean;
  fresh: boolean;
  shown: ShownColumns;
}

interface CellProps {
  row: TransactionRow;
  href: string;
  /** The classes that hide it where there is no room. */
  hidden: string;
  isDated: boolean;
}

/**
 * One transaction as a row; on phones as two lines. The whole row opens it. A payment that arrives
 * between two readings of the page draws its own row alone.
 */
export const TransactionTableRow = memo(function TransactionTableRow(props: RowProps) {
  const { row, href, selected, fresh, shown } = props;
  return (
    <Tr selected={selected} fresh={fresh} linked data-transaction={row.txid}>
      {shown.columns.map((column) => {
        const Cell = CELLS[column];
        const hidden = hiddenStyle(column, shown);
        return <Cell key={column} {...{ row, href, hidden }} isDated={shown.isDated} />;
      })}
      <SiteCell siteId={row.siteId} className="max-lg:hidden" />
    </Tr>
  );
});

const CELLS: Readonly<Record<PaymentColumn, (props: CellProps) => ReactNode>> = {
  time: TimeCell,
  zone: ZoneCell,
  merchant: MerchantCell,
  user: UserCell,
  card: CardCell,
  category: CategoryCell,
  amount: AmountCell,
  fee: FeeCell,
  balance: BalanceCell,
  status: StatusCell,
};

function TimeCell({ row, hidden, isDated }: CellProps) {
  return (
    <Td className={hidden}>
      <When row={row} isDated={isDated} />
    </Td>
  );
}

function ZoneCell({ row, hidden }: CellProps) {
  return <Td className={`${hidden} text-dim tabular-nums`}>{bankOffset(new Date(row.bankDate))}</Td>;
}

function MerchantCell({ row, href, isDated }: CellProps) {
  const t = useTranslations("transactions");
  const place = [row.city, row.country].filter((part) => part !== null).join(", ");
  return (
    <Td
      className="truncate max-sm:py-2 max-sm:break-words max-sm:whitespace-normal"
      title={[row.merchant, place].filter((part) => part !== "").join(", ")}
    >
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
        <bdi>{row.userName ?? t("unattributed")}</bdi> · <When row={row} isDated={isDated} />
      </span>
    </Td>
  );
}

function UserCell({ row, hidden }: CellProps) {
  const t = useTranslations("transactions");
  return (
    <Td className={`${hidden} truncate`} title={row.userName ?? undefined}>
      {row.userId === null ? (
        <StatusPill tone="hold">{t("unattributed")}</StatusPill>
      ) : (
        <Link href={`/users/${row.userId}`} className="relative z-1 hover:underline">
          <bdi>{row.userName}</bdi>
        </Link>
      )}
    </Td>
  );
}

function CardCell({ row, hidden }: CellProps) {
  const isNone = isUnnamed(row.cardRef);
  return (
    <Td className={`${hidden} font-mono text-[12px] text-dim`} title={isNone ? undefined : row.cardRef}>
      {isNone ? "—" : `•• ${row.cardRef.slice(-4)}`}
    </Td>
  );
}

function CategoryCell({ row, hidden }: CellProps) {
  const locale = useLocale();
  const category = row.category?.[locale] ?? row.mcc ?? "—";
  return (
    <Td className={`${hidden} truncate`} title={category}>
      {category}
    </Td>
  );
}

function AmountCell({ row }: CellProps) {
  const locale = useLocale();
  return (
    <Td numeric className="max-sm:py-2">
      <Amount row={row} locale={locale} withFx />
      <span className="block sm:hidden">
        <TransactionStatusPill status={row.status} type={row.type} />
      </span>
    </Td>
  );
}

function FeeCell({ row, hidden }: CellProps) {
  return <MoneyCell text={row.fxFee} hidden={hidden} />;
}

function BalanceCell({ row, hidden }: CellProps) {
  return <MoneyCell text={row.balanceAfter} hidden={hidden} />;
}

function MoneyCell({ text, hidden }: { text: string | null; hidden: string }) {
  const locale = useLocale();
  return (
    <Td numeric className={`${hidden} text-dim`}>
      {text === null ? "—" : formatMoney(text, ACCOUNT_CURRENCY, locale)}
    </Td>
  );
}

function StatusCell({ row, hidden }: CellProps) {
  return (
    <Td className={hidden}>
      <TransactionStatusPill status={row.status} type={row.type} />
    </Td>
  );
}

function When({ row, isDated }: Pick<CellProps, "row" | "isDated">) {
  const t = useTranslations("transactions");
  return (
    <span title={row.bankDateGuess ? t("dateGuess") : undefined}>
      <ExactTime iso={row.bankDate} timeZone={BANK_ZONE} as={isDated ? "stampShort" : "clock"} />
      {row.bankDateGuess && "?"}
    </span>
  );
}
