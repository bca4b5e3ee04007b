import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import type { Affected, AffectedCounts } from "@/lib/user-mails/affected-store";

interface AffectedTableProps {
  people: readonly Affected[];
  counts: AffectedCounts;
}

/** Whom an outage concerned, and why. */
export function AffectedTable({ people, counts }: AffectedTableProps) {
  const t = useTranslations("outage.affected");
  const title = t("title", { count: counts.people });
  if (counts.people === 0)
    return (
      <Panel>
        <EmptyState title={title} text={t("none")} />
      </Panel>
    );
  const why = ({ opened, unconfirmed, late }: Affected) =>
    [
      ...(opened ? [t("opened")] : []),
      ...(unconfirmed ? [t("unconfirmed")] : []),
      ...(late > 0 ? [t("late", { count: late })] : []),
    ].join(" ");
  return (
    <Panel title={title} flush>
      <ul className="px-[18px] pb-3 text-table text-dim">
        {counts.opened > 0 && <li>{t("sums.opened", { count: counts.opened })}</li>}
        {counts.unconfirmed > 0 && <li>{t("sums.unconfirmed", { count: counts.unconfirmed })}</li>}
        {counts.late > 0 && <li>{t("sums.late", { count: counts.late })}</li>}
        <li>{t("sums.reachable", { count: counts.reachable })}</li>
      </ul>
      <Table label={title} compact>
        <TableHead>
          <Th>{t("user")}</Th>
          <Th>{t("why")}</Th>
        </TableHead>
        <TableBody>
          {people.map((person) => (
            <Tr key={person.userId}>
              <Td className="max-w-[40ch] !whitespace-normal py-1.5">
                <Link href={`/users/${person.userId}`} className="font-medium hover:underline">
                  {person.name}
                </Link>
                {person.externalReference !== null && (
                  <span className="block text-label text-faint [overflow-wrap:anywhere]">
                    {person.externalReference}
                  </span>
                )}
              </Td>
              <Td className="!whitespace-normal py-1.5">
                {why(person)}
                {!person.reachable && <span className="block text-label text-faint">{t("unreachable")}</span>}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      {counts.people > people.length && (
        <p className="border-t border-line px-[18px] py-3 text-label text-faint">
          {t("more", { count: counts.people - people.length })}
        </p>
      )}
    </Panel>
  );
}
