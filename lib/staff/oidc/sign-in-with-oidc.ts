import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { STAFF_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import type { OidcSettings } from "@/lib/oidc-settings";
import { addInvited, readInvitationFor } from "../members/invitations";
import { spendInvitation } from "../members/invitations-store";
import { setRole } from "../members/members-store";
import { hasSecondFactor } from "../second-factor/factors-store";
import { beginSession } from "../sign-in/begin-session";
import type { Refusals } from "../sign-in/refusals";
import { findStaffByEmail, lockStaff, type SessionOrigin } from "../store";
import { findStaffByIdentity, insertIdentity, touchIdentity } from "./identities-store";
import { gaveSecondFactor, mapRole, type OidcPerson } from "./person";

/** What signing in needs from the process. */
export interface OidcDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
  readonly refusals: Refusals;
}

/**
 * `not_invited`: nobody whom staff know, or let in; `unverified`: a first sign-in whose address the issuer does not
 * vouch for; `no_role`: the issuer says no role that is mapped.
 */
export type OidcRefusal = "not_invited" | "unverified" | "no_role";

export type OidcSignIn =
  | { readonly ok: true; readonly sessionId: string; readonly staffId: string; readonly name: string }
  | { readonly ok: false; readonly problem: OidcRefusal };

interface Known {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}
type Found =
  | { readonly ok: true; readonly staff: Known }
  | { readonly ok: false; readonly problem: OidcRefusal };

/**
 * Signs in whoever an issuer vouches for. Who somebody is is decided by issuer and subject; their address only leads to
 * an invitation, once. An account that exists is never found by its address: its owner links it while signed in.
 */
export async function signInWithOidc(
  { database, auditKeys, refusals }: OidcDependencies,
  settings: OidcSettings,
  person: OidcPerson,
  origin: SessionOrigin,
): Promise<OidcSignIn> {
  await refusals.count();
  return database.prisma.$transaction(async (tx) => {
    // Roles and invitations are read before they are changed.
    await holdLock(tx, STAFF_LOCK);
    const known = await findStaffByIdentity(tx, person);
    const found =
      known === null
        ? await join(tx, auditKeys, settings, person)
        : await recognise(tx, auditKeys, settings, person, known);
    if (!found.ok) {
      refusals.note(known?.id ?? null);
      return found;
    }
    const { id: staffId, name } = found.staff;
    await refusals.settle(tx, staffId);
    await touchIdentity(tx, person);
    const awaits = (await hasSecondFactor(tx, staffId)) && !gaveSecondFactor(settings, person);
    const firstStep = awaits ? "staff.identity_given" : null;
    const shown = { details: { by: "oidc" }, firstStep, hasFactor: false } as const;
    const sessionId = await beginSession(tx, auditKeys, found.staff, origin, shown);
    return { ok: true, sessionId, staffId, name };
  });
}

/** A first sign-in: spends the open invitation for the person's address. */
async function join(tx: Db, keys: AuditKeys, { roles }: OidcSettings, person: OidcPerson): Promise<Found> {
  const { email, name } = person;
  if (email === null) return { ok: false, problem: "unverified" };
  const open = await readInvitationFor(tx, email);
  if (open === null || (await findStaffByEmail(tx, email)) !== null)
    return { ok: false, problem: "not_invited" };
  const mapped = mapRole(roles, person);
  if (mapped === "none") return { ok: false, problem: "no_role" };
  if (!(await spendInvitation(tx, open.id))) return { ok: false, problem: "not_invited" };
  // Only an owner invites owners, and no issuer takes that back.
  const role: StaffRole = open.role === "owner" ? "owner" : (mapped ?? open.role);
  const staff = { email, name, role, passwordHash: null };
  const id = await addInvited(tx, keys, open, staff, { by: "oidc" });
  if (id === null || !(await insertIdentity(tx, id, person)))
    throw new Error("an address or an identity was taken under the lock that keeps others from it");
  return { ok: true, staff: { id, name, role } };
}

/** A later sign-in: the person may have been disabled, and may have another role at the issuer by now. */
async function recognise(
  tx: Db,
  keys: AuditKeys,
  { roles }: OidcSettings,
  person: OidcPerson,
  staff: Known,
): Promise<Found> {
  if ((await lockStaff(tx, staff.id)).disabledAt !== null) return { ok: false, problem: "not_invited" };
  const role = mapRole(roles, person);
  if (role === "none") return { ok: false, problem: "no_role" };
  if (role !== null && staff.role !== "owner" && staff.role !== role) {
    await setRole(tx, staff.id, role);
    const details = { from: staff.role, to: role, by: "oidc" };
    await recordAudit(SYSTEM_SCOPE, tx, keys, {
      action: "staff.role_changed",
      outcome: "done",
      targetType: "staff",
      targetId: staff.id,
      details,
    });
  }
  return { ok: true, staff };
}
