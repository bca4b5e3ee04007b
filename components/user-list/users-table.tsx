import { useTranslations } from "next-intl";
import { SiteCell, SiteHead } from "@/components/sites/site-cells";
import { Table, TableBody, TableHead, Th, Tr } from "@/components/ui/table";
import { SelectCell, SelectHead } from "@/components/user-selection/selection";
import type { UserColumn } from "@/lib/links/listing/user-columns";
import type { LinkedUserRow } from "@/lib/links/users/user-rows-store";
import { USER_CELLS } from "./user-cells";
import type { UserDisplay } from "./user-display";

/** Where there is little room, the usual columns make place for each other. */
const USUAL_HIDDEN: Partial<Readonly<Record<UserColumn, string>>> = {
  linked: "max-md:hidden",
  lastTransaction: "max-md:hidden",
  count30: "max-sm:hidden",
  cards: "max-xl:hidden",
};
const NUMERIC: readonly UserColumn[] = ["count30", "cards"];

/** Linked users: who, their state, their cards' activity, or what else whoever looks at them chose. */
export function UsersTable({ rows, display }: { rows: readonly LinkedUserRow[]; display: UserDisplay }) {
  const t = useTranslations("users");
  const { columns, isChosen, isCompact } = display;
  const hiddenOf = (column: UserColumn) => (isChosen ? "" : (USUAL_HIDDEN[column] ?? ""));
  return (
    <Table label={t("title")} cards compact={isCompact}>
      <TableHead>
        <SelectHead page={rows.map(({ id }) => id)} />
        {columns.map((column) => (
          <Th key={column} numeric={NUMERIC.includes(column)} className={hiddenOf(column)}>
            {t(`columns.${column}`)}
          </Th>
        ))}
        <SiteHead className="max-lg:hidden" />
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Tr key={row.id} linked>
            <SelectCell id={row.id} name={row.name} />
            {columns.map((column) => {
              const Cell = USER_CELLS[column];
              return <Cell key={column} row={row} hidden={hiddenOf(column)} columns={columns} />;
            })}
            <SiteCell siteId={row.siteId} className="max-lg:hidden" />
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
