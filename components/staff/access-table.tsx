import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { Aside, Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import type { Permission } from "@/lib/db/access/permissions";
import type { StaffRole } from "@/lib/db/access/scope";

interface AccessTableProps {
  roles: readonly StaffRole[];
  permissions: readonly {
    readonly name: Permission;
    readonly roles: readonly StaffRole[];
    /** Who has it beside their role, or lacks it. */
    readonly people: readonly { readonly id: string; readonly name: string; readonly has: boolean }[];
    readonly lastUse: { readonly name: string; readonly usedAt: Date } | null;
  }[];
}

/** Who may do what, read from the table that decides it, and who used each permission last. */
export function AccessTable({ roles, permissions }: AccessTableProps) {
  const t = useTranslations("staff");
  return (
    <Table label={t("access.title")} compact cards>
      <TableHead>
        <Th>{t("access.permission")}</Th>
        {roles.map((role) => (
          <Th key={role}>{t(`roles.${role}`)}</Th>
        ))}
        <Th className="max-sm:hidden">{t("access.lastUse")}</Th>
      </TableHead>
      <TableBody>
        {permissions.map(({ name, roles: given, people, lastUse }) => (
          <Tr key={name}>
            <Td className="min-w-[18ch] !whitespace-normal py-1.5 max-sm:col-span-2">
              {t(`permissions.${name}`)}
              <span className="block text-label text-dim sm:hidden">
                {given.map((role) => t(`roles.${role}`)).join(", ")}
              </span>
              {people.map((person) => (
                <span key={person.id} className="block text-label text-dim">
                  {t(person.has ? "access.also" : "access.except", { name: person.name })}
                </span>
              ))}
            </Td>
            {roles.map((role) => (
              <Td key={role} phone="hidden">
                {given.includes(role) ? (
                  <Check role="img" aria-label={t("access.yes")} className="size-4 text-ok" />
                ) : (
                  <span className="text-faint">
                    <span aria-hidden="true">–</span>
                    <span className="sr-only">{t("access.no")}</span>
                  </span>
                )}
              </Td>
            ))}
            <Td phone="hidden">
              {lastUse === null ? (
                <span className="text-dim">{t("never")}</span>
              ) : (
                <>
                  <RelativeTime iso={lastUse.usedAt.toISOString()} />
                  <Aside>{lastUse.name}</Aside>
                </>
              )}
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
