import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "@/components/payment-table/money";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { SelectBox, SelectPage } from "@/components/user-selection/selection";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { LinkedUserRow } from "@/lib/links/users/user-rows-store";
import { UserState } from "./user-state";

/** Linked users: who, their state, their cards' activity. */
export function UsersTable({ rows }: { rows: readonly LinkedUserRow[] }) {
  const t = useTranslations("users");
  return (
    <Table label={t("title")} cards>
      <TableHead>
        <Th className="w-0">
          <SelectPage page={rows.map(({ id }) => id)} />
        </Th>
        <Th>{t("columns.user")}</Th>
        <Th>{t("columns.state")}</Th>
        <Th className="max-md:hidden">{t("columns.linked")}</Th>
        <Th className="max-md:hidden">{t("columns.lastTransaction")}</Th>
        <Th numeric className="max-sm:hidden">
          {t("columns.count30")}
        </Th>
        <Th numeric className="max-xl:hidden">
          {t("columns.cards")}
        </Th>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <UserRow key={row.id} row={row} />
        ))}
      </TableBody>
    </Table>
  );
}

function UserRow({ row }: { row: LinkedUserRow }) {
  const t = useTranslations("users");
  const locale = useLocale();
  const volume = formatMoney(row.volume30, ACCOUNT_CURRENCY, locale);
  const facts = [row.externalReference, row.email].filter((fact) => fact !== null).join(" · ");
  return (
    <Tr className="relative">
      <Td className="w-0" phone="end">
        <SelectBox id={row.id} name={row.name} />
      </Td>
      <Td className="max-w-[320px] truncate py-1.5 max-lg:max-w-[220px] max-sm:max-w-none">
        <Link
          href={`/users/${row.id}`}
          className="font-medium after:absolute after:inset-0 after:content-['']"
        >
          <bdi>{row.name}</bdi>
        </Link>
        <span className="block truncate text-label text-faint">{facts}</span>
        {row.tags.length > 0 && (
          <span className="block truncate text-label text-dim">
            {row.tags.map((tag) => (
              <bdi key={tag} className="mr-1 rounded-full bg-quiet-soft px-1.5">
                {tag}
              </bdi>
            ))}
          </span>
        )}
      </Td>
      <Td>
        <UserState state={row.standing} />
        {row.unopened && row.standing !== "invited" && (
          <span className="block text-label text-faint">{t("newLink")}</span>
        )}
      </Td>
      <Td className="max-md:hidden" phone="hidden">
        {row.linkedAt === null ? <None /> : <ExactTime iso={row.linkedAt.toISOString()} as="day" />}
      </Td>
      <Td className="max-md:hidden" phone="hidden">
        {row.lastTransactionAt === null ? (
          <None />
        ) : (
          <RelativeTime iso={row.lastTransactionAt.toISOString()} />
        )}
      </Td>
      <Td numeric phone="hidden">
        {row.count30 === 0 ? <None /> : row.isMore30 ? t("over", { amount: volume }) : volume}
        {row.count30 > 0 && (
          <span className="ml-1.5 text-label text-faint">
            {row.count30}
            {row.isMore30 && "+"}
          </span>
        )}
      </Td>
      <Td numeric className="max-xl:hidden" phone="hidden">
        {row.cards === 0 ? <None /> : row.cards}
      </Td>
    </Tr>
  );
}

function None() {
  return <span className="text-faint">—</span>;
}
