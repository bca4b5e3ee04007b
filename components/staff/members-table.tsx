import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { RelativeTime } from "@/components/ui/time";
import type { StaffRole } from "@/lib/db/access/scope";
import type { Member } from "@/lib/staff/members/members-store";
import { MemberButtons } from "./member-buttons";
import type { GiveableShown } from "./permissions-dialog";
import { SiteNames } from "./site-names";

/** A member of staff, and what the reader may do with them. */
export interface ShownMember extends Member {
  /** The roles that the reader may give them; none where they may not change them. */
  readonly roles: readonly StaffRole[];
  /** What can be given to one person; none where the reader may not change them. */
  readonly permissions: readonly GiveableShown[];
  readonly isReader: boolean;
}

interface MembersTableProps {
  members: readonly ShownMember[];
  /** The reader sees every site, and may give that. */
  mayGiveEvery: boolean;
}

/** Who can sign in. */
export function MembersTable({ members, mayGiveEvery }: MembersTableProps) {
  const t = useTranslations("staff");
  return (
    <Table label={t("title")} cards>
      <TableHead>
        <Th>{t("columns.person")}</Th>
        <Th>{t("columns.role")}</Th>
        <Th className="max-sm:hidden">{t("columns.sites")}</Th>
        <Th className="max-md:hidden">{t("columns.factor")}</Th>
        <Th className="max-md:hidden">{t("columns.lastSignIn")}</Th>
        <Th>{t("columns.state")}</Th>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <Tr key={member.id}>
            <Td className="py-1.5">
              {member.name}
              {member.isReader && <span className="ml-1.5 text-label text-dim">{t("you")}</span>}
              <span className="block text-label text-faint max-sm:[overflow-wrap:anywhere] max-sm:whitespace-normal">
                {member.email}
              </span>
            </Td>
            <Td phone="end">{t(`roles.${member.role}`)}</Td>
            <Td className="max-sm:col-span-2" phoneLabel={t("columns.sites")}>
              <SiteNames {...member.sites} />
            </Td>
            <Td className="max-md:hidden max-sm:col-span-2" phoneLabel={t("columns.factor")}>
              {member.hasSecondFactor ? (
                t("factors.app")
              ) : (
                <span className="text-dim">{t("factors.none")}</span>
              )}
            </Td>
            <Td className="max-md:hidden max-sm:col-span-2" phoneLabel={t("columns.lastSignIn")}>
              {member.lastSignInAt === null ? (
                <span className="text-dim">{t("never")}</span>
              ) : (
                <RelativeTime iso={member.lastSignInAt.toISOString()} />
              )}
            </Td>
            <Td className="max-sm:col-span-2">
              <span className="flex flex-wrap items-center justify-between gap-2 py-1">
                <StatusPill tone={member.disabledAt === null ? "ok" : "quiet"}>
                  {member.disabledAt === null ? t("active") : t("disabled")}
                </StatusPill>
                {member.permissions.length > 0 && (
                  <MemberButtons
                    id={member.id}
                    name={member.name}
                    role={member.role}
                    roles={member.roles}
                    permissions={member.permissions}
                    sites={member.sites}
                    mayGiveEvery={mayGiveEvery}
                    isDisabled={member.disabledAt !== null}
                  />
                )}
              </span>
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
