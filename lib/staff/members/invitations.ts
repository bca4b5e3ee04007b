import { recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { PasswordFault } from "@/lib/crypto/weak-secret";
import { includesAll, may } from "@/lib/db/access/permissions";
import { type Scope, type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { STAFF_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { findStaffByEmail, insertStaff } from "../store";
import { findActor, type MemberDependencies } from "./change-member";
import {
  cancelOpenInvitation,
  type FoundInvitation,
  findInvitation,
  insertInvitation,
  listInvitationsFor,
  spendInvitation,
} from "./invitations-store";
import { includesSites, type MemberSites, suitsRole, writeSites } from "./member-sites";
import { areSites, findStanding, toColumns } from "./members-store";

/** A new invitation: its secret exists only here and in the link. */
export type Invited =
  | { readonly ok: true; readonly secret: string; readonly expiresAt: Date }
  | { readonly ok: false; readonly problem: "on_staff" | "beyond_yours" | "owners_see_all" };

/** Invites somebody to the staff; an earlier open invitation for the same e-mail ends. */
export async function inviteMember(
  scope: Scope,
  { database, keys }: MemberDependencies,
  { role, sites, ...order }: { email: string; role: StaffRole; sites: MemberSites },
): Promise<Invited> {
  const email = order.email.toLowerCase();
  return database.prisma.$transaction(async (tx) => {
    await holdLock(tx, STAFF_LOCK);
    const actor = await findActor(tx, scope);
    const isWithin = actor !== null && includesAll(actor, { role }) && includesSites(actor.sites, sites);
    if (!isWithin || !(await areSites(tx, sites))) return { ok: false, problem: "beyond_yours" };
    if (!suitsRole(sites, role)) return { ok: false, problem: "owners_see_all" };
    if ((await findStaffByEmail(tx, email)) !== null) return { ok: false, problem: "on_staff" };
    const earlier = await listInvitationsFor(tx, email);
    if (!earlier.every((open) => includesAll(actor, open) && includesSites(actor.sites, open.sites)))
      return { ok: false, problem: "beyond_yours" };
    for (const { id } of earlier) await endInvitation(scope, tx, keys, id);
    const secret = newSecret();
    const row = { email, role, sites, digest: fingerprint(secret), invitedById: actor.id };
    const { id, expiresAt } = await insertInvitation(tx, row);
    await recordAudit(scope, tx, keys, {
      ...entryOf("staff.invited", id),
      details: { email, role, sites: writeSites(sites) },
    });
    return { ok: true, secret, expiresAt };
  });
}

/** Cancels an open invitation, unless it gives more than one has. */
export async function cancelInvitation(
  scope: Scope,
  { database, keys }: MemberDependencies,
  id: string,
): Promise<"done" | "not_found" | "beyond_yours"> {
  return database.prisma.$transaction(async (tx) => {
    await holdLock(tx, STAFF_LOCK);
    const [actor, open] = [await findActor(tx, scope), await findInvitation(tx, { id })];
    if (open === null) return "not_found";
    const isWithin = actor !== null && includesAll(actor, open) && includesSites(actor.sites, open.sites);
    if (!isWithin) return "beyond_yours";
    await endInvitation(scope, tx, keys, id);
    return "done";
  });
}

async function endInvitation(
  scope: Scope,
  tx: Db,
  keys: MemberDependencies["keys"],
  id: string,
): Promise<void> {
  await cancelOpenInvitation(tx, id);
  await recordAudit(scope, tx, keys, entryOf("staff.invitation_cancelled", id));
}

/** The open invitation of a link; null if it ended, or whoever sent it may no longer invite so. */
export async function readInvitation(db: Db, secret: string): Promise<FoundInvitation | null> {
  return ifItStands(db, await findInvitation(db, { digest: fingerprint(secret) }));
}

/** The same for an e-mail whose owner proved it elsewhere. */
export async function readInvitationFor(db: Db, email: string): Promise<FoundInvitation | null> {
  return ifItStands(db, await findInvitation(db, { email }));
}

async function ifItStands(db: Db, found: FoundInvitation | null): Promise<FoundInvitation | null> {
  if (found === null) return null;
  const sender = await findStanding(db, found.invitedById);
  const stands =
    sender?.disabledAt === null && includesAll(sender, found) && includesSites(sender.sites, found.sites);
  return stands && may(sender, "staff:manage") ? found : null;
}

/** The e-mail to sign in with now, or why not; `weak` says what is wrong with the password. */
export type Accepted =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly problem: "over" }
  | { readonly ok: false; readonly problem: "weak"; readonly fault: PasswordFault };

/** Accepts an invitation: whoever has the link chooses their name and password, once. */
export async function acceptInvitation(
  { database, keys }: MemberDependencies,
  { secret, name, password }: { secret: string; name: string; password: string },
): Promise<Accepted> {
  const invited = await readInvitation(database.prisma, secret);
  if (invited === null) return { ok: false, problem: "over" };
  const made = await hashNewPassword(password, invited.email);
  if (!made.ok) return { ok: false, problem: "weak", fault: made.fault };
  return database.prisma.$transaction(async (tx) => {
    await holdLock(tx, STAFF_LOCK);
    // Another tab may have been faster, and whoever sent it may have been disabled meanwhile.
    const open = await readInvitation(tx, secret);
    if (open === null || !(await spendInvitation(tx, open.id))) return { ok: false, problem: "over" };
    const person = { email: open.email, name, role: open.role, passwordHash: made.hash };
    const id = await addInvited(tx, keys, open, person);
    return id === null ? { ok: false, problem: "over" } : { ok: true, email: open.email };
  });
}

/** Adds whoever was invited, by an invitation that is spent. @returns null if the e-mail is taken */
export async function addInvited(
  tx: Db,
  keys: MemberDependencies["keys"],
  { id: invitation, sites }: FoundInvitation,
  person: { email: string; name: string; role: StaffRole; passwordHash: string | null },
  more: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  const { name, role } = person;
  const id = await insertStaff(tx, { ...person, ...toColumns(sites) });
  if (id === null) return null;
  const self: Scope = { ...SYSTEM_SCOPE, actor: { id, name } };
  const target = { targetType: "staff", targetId: id } as const;
  const details = { invitation, role, sites: writeSites(sites), ...more };
  await recordAudit(self, tx, keys, { action: "staff.joined", outcome: "done", ...target, details });
  return id;
}

/** An entry about an invitation: its details are about the invited person, whom it alone names. */
function entryOf(action: string, id: string) {
  return {
    action,
    outcome: "done",
    targetType: "staff_invitation",
    targetId: id,
    subjectId: id,
  } as const;
}
