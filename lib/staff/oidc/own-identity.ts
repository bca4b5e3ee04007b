import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { askPassword, type OwnPasswordDependencies, type PasswordRefusal } from "../account/own-password";
import { hasSecondFactor } from "../second-factor/factors-store";
import { judgeFactor } from "../second-factor/freshness";
import { deleteIdentity, insertIdentity, letLink } from "./identities-store";
import type { OidcPerson } from "./person";

/** How long the way to the issuer and back may take. */
const LINKS_MS = 10 * 60_000;

/** Whose identity it is, and in which session. */
interface Own {
  readonly staffId: string;
  readonly sessionId: string;
  readonly secondFactorAt: Date | null;
}

type Done<Problem> =
  | { readonly ok: true; readonly value: null }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Lets the next way back from the issuer link an identity, instead of signing in. It asks for the password, and whoever
 * has a second factor for that: from then on the issuer opens this account, too.
 */
export async function startLinking(
  deps: OwnPasswordDependencies,
  own: Own,
  password: string,
): Promise<Done<PasswordRefusal | "second_factor_stale">> {
  const db = deps.database.prisma;
  const asked = await askPassword(deps, own, password);
  if (!asked.ok) return asked;
  if (judgeFactor(own.secondFactorAt) !== "fresh" && (await hasSecondFactor(db, own.staffId)))
    return { ok: false, problem: "second_factor_stale" };
  await letLink(db, own.sessionId, new Date(Date.now() + LINKS_MS));
  return { ok: true, value: null };
}

/** `other_address`: the issuer knows them by another address, or does not vouch for it; `taken`: linked to somebody. */
export type LinkProblem = "other_address" | "taken";

/** Links the identity that somebody came back with. @returns null if that was done */
export async function linkIdentity(
  scope: Scope,
  { database, auditKeys }: Pick<OwnPasswordDependencies, "database" | "auditKeys">,
  own: { readonly staffId: string; readonly email: string },
  person: OidcPerson,
): Promise<LinkProblem | null> {
  if (person.email !== own.email) return "other_address";
  return database.prisma.$transaction(async (tx) => {
    if (!(await insertIdentity(tx, own.staffId, person))) return "taken";
    const entry = entryOf("staff.identity_linked", own.staffId);
    await recordAudit(scope, tx, auditKeys, { ...entry, details: { issuer: person.issuer } });
    return null;
  });
}

/** Removes one's identity: asks for the password, which is what one signs in with from then on. */
export async function unlinkIdentity(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: Own & { readonly issuer: string },
  password: string,
): Promise<Done<PasswordRefusal>> {
  const asked = await askPassword(deps, own, password);
  if (!asked.ok) return asked;
  await deps.database.prisma.$transaction(async (tx) => {
    if (!(await deleteIdentity(tx, own.staffId, own.issuer))) return;
    const entry = entryOf("staff.identity_unlinked", own.staffId);
    await recordAudit(scope, tx, deps.auditKeys, { ...entry, details: { issuer: own.issuer } });
  });
  return { ok: true, value: null };
}

function entryOf(action: string, targetId: string) {
  return { action, outcome: "done", targetType: "staff", targetId } as const;
}
