import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type Giveable, includesAll, may, personalOf } from "@/lib/db/access/permissions";
import type { PersonalPermissions, Scope, StaffRole } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { STAFF_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import { disableStaff, enableStaff } from "../store";
import { endInvitationsOf } from "./invitations-store";
import { includesSites, type MemberSites, suitsRole, writeSites } from "./member-sites";
import {
  areSites,
  findStanding,
  hasPasswordOwner,
  type Standing,
  setPersonal,
  setRole,
  setSites,
} from "./members-store";

/**
 * `owners_see_all`: an owner is limited to no sites. `own`: nobody changes themselves; `beyond_yours`: they have, or would
 * get, a permission or a site that one lacks. Together they keep the last owner: only an owner changes another, and is
 * still one then. `last_password`: no other owner could sign in while the issuer of OpenID Connect is away.
 */
export type MemberProblem = "not_found" | "own" | "beyond_yours" | "owners_see_all" | "last_password";
export type MemberChange = { readonly ok: true } | { readonly ok: false; readonly problem: MemberProblem };

/** What the changes of members need. */
export interface MemberDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly keys: AuditKeys;
}

/** Gives a member of staff another role. It counts from their next request. */
export function changeRole(
  scope: Scope,
  deps: MemberDependencies,
  staffId: string,
  role: StaffRole,
): Promise<MemberChange> {
  return change(scope, deps, staffId, async (tx, member, actor) => {
    if (!includesAll(actor, { role, personal: member.personal })) return "beyond_yours";
    if (member.role === role) return null;
    if (!suitsRole(member.sites, role)) return "owners_see_all";
    if (!(await leavesPassword(tx, member))) return "last_password";
    await setRole(tx, staffId, role);
    await record(scope, tx, deps.keys, "staff.role_changed", staffId, { from: member.role, to: role });
    return null;
  });
}

/** Says which of the giveable permissions a member of staff has, whatever their role. It counts from their next request. */
export function changePermissions(
  scope: Scope,
  deps: MemberDependencies,
  staffId: string,
  wanted: readonly Giveable[],
): Promise<MemberChange> {
  return change(scope, deps, staffId, async (tx, member, actor) => {
    const personal = personalOf(member.role, wanted);
    const { role } = member;
    if (!includesAll(actor, { role, personal })) return "beyond_yours";
    if (!isChanged(member.personal, personal)) return null;
    await setPersonal(tx, staffId, personal);
    await record(scope, tx, deps.keys, "staff.permissions_changed", staffId, {
      given: personal.given.join(" "),
      taken: personal.taken.join(" "),
    });
    return null;
  });
}

function isChanged(before: PersonalPermissions, after: PersonalPermissions): boolean {
  const written = ({ given, taken }: PersonalPermissions) => `${[...given].sort()} / ${[...taken].sort()}`;
  return written(before) !== written(after);
}

/** Says which sites a member of staff sees. It counts from their next request; open live streams end. */
export function changeSites(
  scope: Scope,
  deps: MemberDependencies,
  staffId: string,
  sites: MemberSites,
): Promise<MemberChange> {
  return change(scope, deps, staffId, async (tx, member, actor) => {
    if (!includesSites(actor.sites, sites)) return "beyond_yours";
    if (!suitsRole(sites, member.role)) return "owners_see_all";
    if (!(await areSites(tx, sites))) return "not_found";
    await setSites(tx, staffId, sites);
    const details = { from: writeSites(member.sites), to: writeSites(sites) };
    await record(scope, tx, deps.keys, "staff.sites_changed", staffId, details);
    return null;
  });
}

/** Disables a member of staff: ends their sessions, and the open invitations that they sent. */
export function disableMember(
  scope: Scope,
  deps: MemberDependencies,
  staffId: string,
): Promise<MemberChange> {
  return change(scope, deps, staffId, async (tx, member) => {
    if (member.disabledAt !== null) return null;
    if (!(await leavesPassword(tx, member))) return "last_password";
    await disableStaff(tx, staffId);
    const invitations = await endInvitationsOf(tx, member);
    await record(scope, tx, deps.keys, "staff.disable", staffId, { invitations });
    return null;
  });
}

/** Lets a disabled member of staff sign in again. */
export function enableMember(scope: Scope, deps: MemberDependencies, staffId: string): Promise<MemberChange> {
  return change(scope, deps, staffId, async (tx, member) => {
    if (member.disabledAt === null) return null;
    await enableStaff(tx, staffId);
    await record(scope, tx, deps.keys, "staff.enable", staffId);
    return null;
  });
}

/** Whether an owner with a password remains without this one: nobody must depend on an issuer to get in. */
async function leavesPassword(tx: Db, member: Standing): Promise<boolean> {
  return member.role !== "owner" || (await hasPasswordOwner(tx, member.id));
}

/**
 * Changes a member of staff, one change at a time in the whole installation. Both people are read again then: whoever
 * was demoted a moment ago decides nothing any more, and two owners cannot remove each other.
 */
async function change(
  scope: Scope,
  { database }: MemberDependencies,
  staffId: string,
  run: (tx: Db, member: Standing, actor: Standing) => Promise<MemberProblem | null>,
): Promise<MemberChange> {
  return database.prisma.$transaction(async (tx) => {
    await holdLock(tx, STAFF_LOCK);
    const problem = await decide(tx, scope, staffId, run);
    return problem === null ? { ok: true } : { ok: false, problem };
  });
}

async function decide(
  tx: Db,
  scope: Scope,
  staffId: string,
  run: (tx: Db, member: Standing, actor: Standing) => Promise<MemberProblem | null>,
): Promise<MemberProblem | null> {
  const actor = await findActor(tx, scope);
  const member = await findStanding(tx, staffId);
  if (member === null) return "not_found";
  if (actor === null) return "beyond_yours";
  if (actor.id === member.id) return "own";
  const isWithin = includesAll(actor, member) && includesSites(actor.sites, member.sites);
  return isWithin ? run(tx, member, actor) : "beyond_yours";
}

/** Who acts, as they are now; null if they may no longer act. */
export async function findActor(tx: Db, { actor }: Scope): Promise<Standing | null> {
  const standing = actor.id === null ? null : await findStanding(tx, actor.id);
  return standing?.disabledAt === null && may(standing, "staff:manage") ? standing : null;
}

function record(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  action: string,
  targetId: string,
  details?: Readonly<Record<string, string | number>>,
): Promise<void> {
  const entry = { action, outcome: "done", targetType: "staff", targetId } as const;
  return recordAudit(scope, tx, keys, details === undefined ? entry : { ...entry, details });
}
