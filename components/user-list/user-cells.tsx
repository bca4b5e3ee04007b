import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import { formatMoney } from "@/components/payment-table/money";
import { Td } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { UserState } from "@/components/users/user-state";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { UserColumn } from "@/lib/links/listing/user-columns";
import type { LinkedUserRow } from "@/lib/links/users/user-rows-store";

interface CellProps {
  row: LinkedUserRow;
  /** The classes that hide it where there is no room. */
  hidden: string;
  /** All columns that are shown: the name says what has none of its own. */
  columns: readonly UserColumn[];
}

/** What a row of linked users says in each column. On phones a row is a card with the name and the state. */
export const USER_CELLS: Readonly<Record<UserColumn, (props: CellProps) => ReactNode>> = {
  user: NameCell,
  state: StateCell,
  linked: ({ row, hidden }) => <DayCell at={row.linkedAt} hidden={hidden} />,
  lastTransaction: LastTransactionCell,
  count30: Count30Cell,
  cards: CardsCell,
  reference: ({ row, hidden }) => <TextCell text={row.externalReference} hidden={hidden} />,
  email: ({ row, hidden }) => <TextCell text={row.email} hidden={hidden} />,
  tags: TagsCell,
  invited: ({ row, hidden }) => <DayCell at={row.createdAt} hidden={hidden} />,
};

function NameCell({ row, columns }: CellProps) {
  const facts = [
    columns.includes("reference") ? null : row.externalReference,
    columns.includes("email") ? null : row.email,
  ].filter((fact) => fact !== null);
  return (
    <Td className="max-w-[320px] truncate py-1.5 max-lg:max-w-[220px] max-sm:max-w-none">
      <Link href={`/users/${row.id}`} className="font-medium after:absolute after:inset-0 after:content-['']">
        <bdi>{row.name}</bdi>
      </Link>
      {facts.length > 0 && (
        <span className="block truncate text-label text-faint" title={facts.join(" · ")}>
          {facts.join(" · ")}
        </span>
      )}
      {row.tags.length > 0 && !columns.includes("tags") && <Tags tags={row.tags} />}
    </Td>
  );
}

function StateCell({ row }: CellProps) {
  const t = useTranslations("users");
  return (
    <Td>
      <UserState state={row.standing} />
      {row.unopened && row.standing !== "invited" && (
        <span className="block text-label text-faint">{t("newLink")}</span>
      )}
    </Td>
  );
}

function LastTransactionCell({ row, hidden }: CellProps) {
  const at = row.lastTransactionAt;
  return (
    <Td className={hidden} phone="hidden">
      {at === null ? <None /> : <RelativeTime iso={at.toISOString()} />}
    </Td>
  );
}

function Count30Cell({ row, hidden }: CellProps) {
  const t = useTranslations("users");
  const volume = formatMoney(row.volume30, ACCOUNT_CURRENCY, useLocale());
  return (
    <Td numeric className={hidden} phone="hidden">
      {row.count30 === 0 ? <None /> : row.isMore30 ? t("over", { amount: volume }) : volume}
      {row.count30 > 0 && (
        <span className="ml-1.5 text-label text-faint">
          {row.count30}
          {row.isMore30 && "+"}
        </span>
      )}
    </Td>
  );
}

function CardsCell({ row, hidden }: CellProps) {
  return (
    <Td numeric className={hidden} phone="hidden">
      {row.cards === 0 ? <None /> : row.cards}
    </Td>
  );
}

function TagsCell({ row, hidden }: CellProps) {
  return (
    <Td className={hidden} phone="hidden">
      {row.tags.length === 0 ? <None /> : <Tags tags={row.tags} />}
    </Td>
  );
}

function DayCell({ at, hidden }: { at: Date | null; hidden: string }) {
  return (
    <Td className={hidden} phone="hidden">
      {at === null ? <None /> : <ExactTime iso={at.toISOString()} as="day" />}
    </Td>
  );
}

function TextCell({ text, hidden }: { text: string | null; hidden: string }) {
  return (
    <Td className={`${hidden} max-w-[240px] truncate`} phone="hidden" title={text ?? undefined}>
      {text === null ? <None /> : <bdi>{text}</bdi>}
    </Td>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="block truncate text-label text-dim">
      {tags.map((tag) => (
        <bdi key={tag} className="mr-1 rounded-full bg-quiet-soft px-1.5">
          {tag}
        </bdi>
      ))}
    </span>
  );
}

function None() {
  return <span className="text-faint">—</span>;
}
