import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessTable } from "@/components/staff/access-table";
import { InvitationsTable } from "@/components/staff/invitations-table";
import { InviteStaff } from "@/components/staff/invite-staff";
import { MembersTable } from "@/components/staff/members-table";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { GIVEABLE, includesAll, may, PERMISSION_NAMES, type Permission } from "@/lib/db/access/permissions";
import { type Scope, STAFF_ROLES } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";
import { listOpenInvitations } from "@/lib/staff/members/invitations-store";
import { includesSites, sitesOfScope } from "@/lib/staff/members/member-sites";
import { listLastUses, listMembers, type Member } from "@/lib/staff/members/members-store";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("title") };
}

export default async function StaffPage() {
  const { scope, reach, staffId } = await requireStaff("staff:read");
  const db = getRuntime().database.prisma;
  const [t, members, invitations, uses] = await Promise.all([
    getTranslations("staff"),
    listMembers(db),
    listOpenInvitations(db),
    listLastUses(db),
  ]);
  const roles = may(scope, "staff:manage") ? STAFF_ROLES.filter((role) => includesAll(scope, { role })) : [];
  const own = sitesOfScope(reach);
  const mayChange = (member: Member) =>
    member.id !== staffId &&
    may(scope, "staff:manage") &&
    includesAll(scope, member) &&
    includesSites(own, member.sites);
  const permissions = PERMISSION_NAMES.map((name) => ({
    name,
    roles: STAFF_ROLES.filter((each) => may({ role: each }, name)),
    people: peopleBeside(members, name),
    lastUse: uses.find(({ permission }) => permission === name) ?? null,
  }));
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={roles.length > 0 && <InviteStaff roles={roles} mayGiveEvery={own.everySite} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Panel flush>
          <MembersTable
            mayGiveEvery={own.everySite}
            members={members.map((member) => ({
              ...member,
              roles: mayChange(member) ? roles : [],
              permissions: mayChange(member) ? giveable(member, scope) : [],
              isReader: member.id === staffId,
            }))}
          />
        </Panel>
        {invitations.length > 0 && (
          <Panel title={t("invitations.title")} flush>
            <InvitationsTable
              invitations={invitations.map((each) => ({
                ...each,
                mayCancel: roles.includes(each.role) && includesSites(own, each.sites),
              }))}
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

/** What can be given to one person beside their role: whether they have it, and whether the reader may give or take it. */
function giveable(member: Member, reader: Scope) {
  return GIVEABLE.map((name) => ({ name, has: may(member, name), mayChange: may(reader, name) }));
}

/** Who has a permission that their role does not give, and who lacks one that it gives. */
function peopleBeside(members: readonly Member[], permission: Permission) {
  return members
    .filter(
      ({ disabledAt, role, ...member }) =>
        disabledAt === null && may({ role, ...member }, permission) !== may({ role }, permission),
    )
    .map((member) => ({ id: member.id, name: member.name, has: may(member, permission) }));
}
