import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessTable } from "@/components/staff/access-table";
import { InvitationsTable } from "@/components/staff/invitations-table";
import { InviteStaff } from "@/components/staff/invite-staff";
import { MembersTable } from "@/components/staff/members-table";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { includesRole, may, PERMISSION_NAMES } from "@/lib/db/access/permissions";
import { STAFF_ROLES } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { listOpenInvitations } from "@/lib/staff/members/invitations-store";
import { listLastUses, listMembers } from "@/lib/staff/members/members-store";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("title") };
}

export default async function StaffPage() {
  const { role, staffId } = await requireStaff("staff:read");
  const db = getRuntime().database.prisma;
  const [t, members, invitations, uses] = await Promise.all([
    getTranslations("staff"),
    listMembers(db),
    listOpenInvitations(db),
    listLastUses(db),
  ]);
  const roles = may(role, "staff:manage") ? STAFF_ROLES.filter((given) => includesRole(role, given)) : [];
  const mayChange = (member: { id: string; role: (typeof STAFF_ROLES)[number] }) =>
    member.id !== staffId && roles.includes(member.role);
  const permissions = PERMISSION_NAMES.map((name) => ({
    name,
    roles: STAFF_ROLES.filter((each) => may(each, name)),
    lastUse: uses.find(({ permission }) => permission === name) ?? null,
  }));
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={roles.length > 0 && <InviteStaff roles={roles} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Panel flush>
          <MembersTable
            members={members.map((member) => ({
              ...member,
              roles: mayChange(member) ? roles : [],
              isReader: member.id === staffId,
            }))}
          />
        </Panel>
        {invitations.length > 0 && (
          <Panel title={t("invitations.title")} flush>
            <InvitationsTable
              invitations={invitations.map((each) => ({ ...each, mayCancel: roles.includes(each.role) }))}
            />
          </Panel>
        )}
        <Panel title={t("access.title")} flush>
          <p className="px-[18px] pb-3 text-table text-dim">{t("access.lead")}</p>
          <AccessTable roles={STAFF_ROLES} permissions={permissions} />
        </Panel>
      </div>
    </>
  );
}
