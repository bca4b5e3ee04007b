import { useTranslations } from "next-intl";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { ExactTime } from "@/components/ui/time";
import type { OpenInvitation } from "@/lib/staff/members/invitations-store";
import { CancelInvitation } from "./cancel-invitation";
import { SiteNames } from "./site-names";

interface InvitationsTableProps {
  invitations: readonly (OpenInvitation & { readonly mayCancel: boolean })[];
}

/** Invitations that nobody has accepted yet. */
export function InvitationsTable({ invitations }: InvitationsTableProps) {
  const t = useTranslations("staff");
  return (
    <Table label={t("invitations.title")} compact cards>
      <TableHead>
        <Th>{t("invite.email")}</Th>
        <Th>{t("columns.role")}</Th>
        <Th className="max-sm:hidden">{t("columns.sites")}</Th>
        <Th className="max-sm:hidden">{t("invitations.by")}</Th>
        <Th>{t("invitations.until")}</Th>
      </TableHead>
      <TableBody>
        {invitations.map(({ id, email, role, sites, invitedBy, expiresAt, mayCancel }) => (
          <Tr key={id}>
            <Td className="max-sm:[overflow-wrap:anywhere] max-sm:!whitespace-normal">{email}</Td>
            <Td phone="end">{t(`roles.${role}`)}</Td>
            <Td className="max-sm:col-span-2" phoneLabel={t("columns.sites")}>
              <SiteNames {...sites} />
            </Td>
            <Td className="max-sm:col-span-2" phoneLabel={t("invitations.by")}>
              {invitedBy}
            </Td>
            <Td className="max-sm:col-span-2">
              <span className="flex items-center justify-between gap-3">
                <span>
                  <span className="mr-1.5 text-label text-dim sm:hidden">{t("invitations.until")}</span>
                  <ExactTime iso={expiresAt.toISOString()} as="day" />
                </span>
                {mayCancel && <CancelInvitation id={id} email={email} />}
              </span>
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
