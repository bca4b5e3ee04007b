import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { may, type Permission } from "@/lib/db/access/permissions";
import { narrowToSite, type Scope, type StaffRole } from "@/lib/db/access/scope";
import { faultOf } from "@/lib/db/fault";
import { DATABASE_AWAY } from "@/lib/i18n/error-words";
import { getRuntime } from "@/lib/runtime";
import { readSessionId } from "./auth-options";
import { readChosenSite } from "./chosen-site";
import { safePath } from "./safe-path";
import { hasSecondFactor } from "./second-factor/factors-store";
import { findAwaitingSession, findLiveSession } from "./store";

/** Who is asking. */
export interface StaffContext {
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly sessionId: string;
  /** When the second factor was given in this session; null where there was none. */
  readonly secondFactorAt: Date | null;
  /** What they reach from this page: of their sites the one that the address names, or all of them. */
  readonly scope: Scope;
  /** What they reach, whatever the address names. */
  readonly reach: Scope;
  /** The site that the address names; null where it names none. */
  readonly chosenSite: string | null;
}

/** The signed-in staff member of this request, or null. The session row is read each time. */
export const currentStaff = cache(async (): Promise<StaffContext | null> => {
  const sessionId = await readSessionId();
  const staff = sessionId === null ? null : await staffOfSession(sessionId, await readChosenSite());
  if (staff !== null) {
    const address = (await headers()).get("x-real-ip");
    getRuntime().staffUses.session({ sessionId: staff.sessionId, address });
  }
  return staff;
});

/** Who has given the right password in this browser, and still has to give their second factor; or null. */
export async function readAwaiting(): Promise<{
  readonly staffId: string;
  readonly sessionId: string;
} | null> {
  const sessionId = await readSessionId();
  if (sessionId === null) return null;
  const session = await findAwaitingSession(getRuntime().database.prisma, sessionId);
  return session === null ? null : { staffId: session.staffId, sessionId };
}

const PERSONAL = ["personal_data:read", "personal_data:short"] as const;
/** What whoever sees a page sees on it, by the first of these permissions that they have. */
const SEEN_WITH: { readonly [name in Permission]?: readonly Permission[] } = {
  "users:read": PERSONAL,
  "transactions:read": PERSONAL,
  "deliveries:read": PERSONAL,
  "audit:read": ["audit:details"],
};

/** Whether somebody has a permission that they are about to use. */
export function mayNow({ scope, staffId }: StaffContext, permission: Permission): boolean {
  if (!may(scope, permission)) return false;
  const seen = SEEN_WITH[permission]?.find((each) => may(scope, each));
  for (const used of [permission, ...(seen === undefined ? [] : [seen])])
    getRuntime().staffUses.permission({ permission: used, staffId });
  return true;
}

/** Whether somebody has a second factor of ours: given in this session, or to be asked for where it is needed. */
export async function canGiveFactor({
  staffId,
  secondFactorAt,
}: Pick<StaffContext, "staffId" | "secondFactorAt">): Promise<boolean> {
  return secondFactorAt !== null || hasSecondFactor(getRuntime().database.prisma, staffId);
}

/** Thrown when we cannot tell who is asking. Its digest reaches the browser, whose error page knows it. */
class DatabaseAwayError extends Error {
  override name = "DatabaseAwayError";
  readonly digest = DATABASE_AWAY;
}

/**
 * The staff member of a session id, or null if it is no longer valid.
 *
 * @param chosenSite what the address names; a site that they may not see leaves them none
 */
export async function staffOfSession(
  sessionId: string,
  chosenSite: string | null,
): Promise<StaffContext | null> {
  const { database, siteIds } = getRuntime();
  const reading = Promise.all([findLiveSession(database.prisma, sessionId), siteIds()]);
  const [row, all] = await reading.catch((error: unknown) => {
    const fault = faultOf(error);
    throw fault === "gone" || fault === "busy"
      ? new DatabaseAwayError("the database is away", { cause: error })
      : error;
  });
  if (row === null) return null;
  const { id, name, email, role, everySite, givenPermissions: given, takenPermissions: taken } = row.staff;
  const sites = everySite ? all : all.filter((site) => row.staff.siteIds.includes(site));
  const reach: Scope = {
    ...{ sites, beyondSites: everySite, role },
    ...{ personal: { given, taken }, actor: { id, name } },
  };
  return {
    staffId: id,
    name,
    email,
    role,
    sessionId: row.id,
    secondFactorAt: row.secondFactorAt,
    scope: chosenSite === null ? reach : narrowToSite(reach, chosenSite),
    reach,
    chosenSite,
  };
}

/**
 * The check of every staff page: returns who is asking, or redirects to sign in.
 *
 * @param permission what the page needs; without it, being signed in is enough
 */
export async function requireStaff(permission?: Permission): Promise<StaffContext> {
  const staff = await currentStaff();
  if (staff === null) redirect(await signInAddress());
  if (staff.scope.sites.length === 0 && staff.chosenSite !== null) redirect("/?denied=1");
  if (permission !== undefined && !mayNow(staff, permission)) redirect("/?denied=1");
  return staff;
}

/** The sign-in page, with the page to return to. proxy.ts gives the path, because pages do not know theirs. */
async function signInAddress(): Promise<string> {
  const path = safePath((await headers()).get("x-page-path"));
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
