import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { formatMoney } from "@/components/payment-table/money";
import { SiteCell, SiteHead } from "@/components/sites/site-cells";
import { Identifier } from "@/components/ui/identifier";
import { Aside, Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import { SelectCell, SelectHead } from "@/components/user-selection/selection";
import { isUnnamed } from "@/lib/anytime/identity";
import type { UnattributedAccount, UnattributedCard } from "@/lib/cards/attribution/unattributed-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import { AssignDialog } from "./assign-dialog";
import { AssignSuggested } from "./assign-suggested";

interface UnattributedTableProps {
  rows: readonly (UnattributedCard | UnattributedAccount)[];
  mayAssign: boolean;
}

/** Cards without an owner, or their accounts: what was spent with them, and whose they most likely are. */
export function UnattributedTable({ rows, mayAssign }: UnattributedTableProps) {
  const t = useTranslations("cards");
  const [first] = rows;
  const ofAccounts = first !== undefined && "cards" in first;
  return (
    <Table label={t("unattributed")} cards>
      <TableHead>
        {mayAssign && <SelectHead page={rows.map(({ cardId }) => cardId)} />}
        <Th>{t(ofAccounts ? "columns.account" : "columns.card")}</Th>
        <SiteHead className="max-lg:hidden" />
        <Th className="max-lg:hidden">{t("columns.lastMerchant")}</Th>
        <Th numeric>{t("columns.transactions")}</Th>
        <Th>{t("columns.suggestion")}</Th>
        {mayAssign && (
          <Th>
            <span className="sr-only">{t("assign.button")}</span>
          </Th>
        )}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.cardId} row={row} mayAssign={mayAssign} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ row, mayAssign }: { row: UnattributedCard | UnattributedAccount; mayAssign: boolean }) {
  const t = useTranslations("cards");
  const locale = useLocale();
  const ofAccount = "cards" in row;
  const name = ofAccount ? row.accId : row.cardRef;
  // An account without a name is no account: its cards may be anybody's.
  const wholeAccount = ofAccount && !isUnnamed(row.accId);
  const card = { ...row, cardRef: ofAccount ? "" : row.cardRef };
  return (
    <Tr>
      {mayAssign && <SelectCell id={row.cardId} name={name} />}
      <Td className="py-1.5">
        {ofAccount ? (
          <>
            <Identifier value={row.accId} />
            <span className="block text-label text-faint">{t("cardCount", { count: row.cards })}</span>
          </>
        ) : (
          <>
            <Link href={`/transactions?card=${row.cardId}`} className="hover:underline">
              <Identifier value={row.cardRef} />
            </Link>
            <span className="block text-label text-faint">
              {t.rich("account", { account: () => <Identifier value={row.accId} /> })}
            </span>
          </>
        )}
      </Td>
      <SiteCell siteId={row.siteId} className="max-lg:hidden" />
      <Td className="max-w-[240px] truncate max-lg:hidden" phone="hidden">
        <bdi>{row.lastMerchant ?? "—"}</bdi>
        {row.lastAt !== null && (
          <Aside>
            <RelativeTime iso={row.lastAt.toISOString()} />
          </Aside>
        )}
      </Td>
      <Td numeric phone="end">
        {row.amount === null ? t("over", { count: row.transactions }) : row.transactions}
        {row.amount !== null && <Aside>{formatMoney(row.amount, ACCOUNT_CURRENCY, locale)}</Aside>}
      </Td>
      <Td className="!whitespace-normal py-1.5" phone="whole">
        {row.suggestion === null ? (
          <span className="text-faint">—</span>
        ) : (
          <>
            <Link href={`/users/${row.suggestion.id}`} className="hover:underline">
              <bdi>{row.suggestion.name}</bdi>
            </Link>
            <span className="block text-label text-dim">{t(`reasons.${row.suggestion.reason}`)}</span>
          </>
        )}
      </Td>
      {mayAssign && (
        <Td className="text-right" phone="whole">
          <span className="inline-flex flex-wrap justify-end gap-1.5">
            {row.suggestion !== null && (
              <AssignSuggested
                order={{ cardId: row.cardId, userId: row.suggestion.id, wholeAccount }}
                name={row.suggestion.name}
              />
            )}
            <AssignDialog card={card} suggestion={row.suggestion} wholeAccount={wholeAccount} />
          </span>
        </Td>
      )}
    </Tr>
  );
}
