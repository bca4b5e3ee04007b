"use server";

import { refresh } from "next/cache";
import { getLocale } from "next-intl/server";
import { z } from "zod";
import { GIVEABLE } from "@/lib/db/access/permissions";
import { STAFF_ROLES } from "@/lib/db/access/scope";
import { countTry } from "@/lib/db/rate-limit";
import type { Runtime } from "@/lib/runtime";
import {
  changePermissions,
  changeRole,
  changeSites,
  disableMember,
  enableMember,
  type MemberChange,
  type MemberProblem,
} from "@/lib/staff/members/change-member";
import { sendInvitation } from "@/lib/staff/members/invitation-mail";
import { cancelInvitation, inviteMember } from "@/lib/staff/members/invitations";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** The link of an invitation, shown this one time, and whether it was sent. */
export interface InvitationLink {
  readonly email: string;
  readonly url: string;
  readonly mail: "sent" | "not_sent" | "off";
}

const MOST_INVITATIONS = 30;

const dependencies = ({ database, auditKeys }: Runtime) => ({ database, keys: auditKeys });

/** Which sites somebody sees; more than exist are no request of ours. */
const sitesSchema = z.object({ everySite: z.boolean(), siteIds: z.array(z.uuid()).max(1_000) });

/** Invites somebody to the staff. @returns the link, this one time */
export const inviteStaff = staffAction({
  permission: "staff:manage",
  input: z.object({ email: z.email().max(254), role: z.enum(STAFF_ROLES), sites: sitesSchema }),
  run: async (
    { staff, scope, runtime },
    order,
  ): Promise<ActionResult<InvitationLink, "on_staff" | "beyond_yours" | "owners_see_all" | "too_many">> => {
    if (!(await countTry(runtime.database.prisma, `invitations ${staff.staffId}`, MOST_INVITATIONS)))
      return { ok: false, problem: "too_many" };
    const invited = await inviteMember(scope, dependencies(runtime), order);
    if (!invited.ok) return invited;
    // The secret stands behind the #: browsers send it to nobody.
    const url = `${runtime.env.APP_URL}/invitation#${invited.secret}`;
    const mail = { to: order.email, from: staff.name, url, expiresAt: invited.expiresAt };
    const sent = await sendInvitation(runtime, mail, await getLocale());
    refresh();
    return { ok: true, value: { email: order.email, url, mail: sent } };
  },
});

/** Cancels an open invitation. */
export const cancelStaffInvitation = staffAction({
  permission: "staff:manage",
  input: z.object({ id: z.uuid() }),
  run: async ({ scope, runtime }, { id }): Promise<ActionResult<null, "not_found" | "beyond_yours">> => {
    const done = await cancelInvitation(scope, dependencies(runtime), id);
    refresh();
    return done === "done" ? { ok: true, value: null } : { ok: false, problem: done };
  },
});

/** Gives a member of staff another role. */
export const changeStaffRole = staffAction({
  permission: "staff:manage",
  input: z.object({ staffId: z.uuid(), role: z.enum(STAFF_ROLES) }),
  run: async ({ scope, runtime }, { staffId, role }) =>
    answer(await changeRole(scope, dependencies(runtime), staffId, role)),
});

/** Says which of the permissions that one person can have they have. */
export const changeStaffPermissions = staffAction({
  permission: "staff:manage",
  input: z.object({ staffId: z.uuid(), permissions: z.array(z.enum(GIVEABLE)).max(GIVEABLE.length) }),
  run: async ({ scope, runtime }, { staffId, permissions }) =>
    answer(await changePermissions(scope, dependencies(runtime), staffId, permissions)),
});

/** Says which sites a member of staff sees. */
export const changeStaffSites = staffAction({
  permission: "staff:manage",
  input: z.object({ staffId: z.uuid(), sites: sitesSchema }),
  run: async ({ scope, runtime }, { staffId, sites }) =>
    answer(await changeSites(scope, dependencies(runtime), staffId, sites)),
});

/** Disables a member of staff. */
export const disableStaffMember = staffAction({
  permission: "staff:manage",
  input: z.object({ staffId: z.uuid() }),
  run: async ({ scope, runtime }, { staffId }) =>
    answer(await disableMember(scope, dependencies(runtime), staffId)),
});

/** Lets a disabled member of staff sign in again. */
export const enableStaffMember = staffAction({
  permission: "staff:manage",
  input: z.object({ staffId: z.uuid() }),
  run: async ({ scope, runtime }, { staffId }) =>
    answer(await enableMember(scope, dependencies(runtime), staffId)),
});

function answer(change: MemberChange): ActionResult<null, MemberProblem> {
  // What stood on the page may be old, whatever came of it.
  refresh();
  return change.ok ? { ok: true, value: null } : change;
}
