import { Prisma } from "@/lib/db/generated/client";

/** The roles of staff, from most to fewest permissions; the auditor's are of another kind. */
export const STAFF_ROLES = ["owner", "admin", "support", "viewer", "auditor"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What one person may do besides their role, and what of their role they may not: names of `GIVEABLE` permissions. */
export interface PersonalPermissions {
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

/**
 * On whose behalf, and over which sites, a read or write happens. Stores apply it; every exported read or
 * write takes one first, so that forgetting it does not compile. What only the product itself does takes a
 * `SystemScope` instead: nobody may take a `Scope` and ignore it.
 */
export interface Scope {
  /** The sites by name, so that indexes that begin with the site serve; `all` is for those who never ask by site. */
  readonly sites: "all" | readonly string[];
  /** Whether it reaches what is of no site, too: sign-ins, and callers who knew no site's key. */
  readonly beyondSites: boolean;
  readonly role: StaffRole | "system" | "end_user";
  /** Left out where there is only the role. */
  readonly personal?: PersonalPermissions;
  readonly actor: { readonly id: string | null; readonly name: string };
}

/** The product itself. Processing, jobs and clocks need it, and no person or API key can be given it. */
export interface SystemScope extends Scope {
  readonly sites: "all";
  readonly role: "system";
}

/** The product itself: processing deliveries, jobs, the command line. */
export const SYSTEM_SCOPE: SystemScope = {
  sites: "all",
  beyondSites: true,
  role: "system",
  actor: { id: null, name: "system" },
};

/** An end user on a connect page, who reaches one site's session by its secret. */
export const END_USER_SCOPE: Scope = {
  sites: "all",
  beyondSites: false,
  role: "end_user",
  actor: { id: null, name: "end user" },
};

/** A filter for raw SQL: rows of the scope's sites. `column` is written by us, never by a user. */
export function inScope(scope: Scope, column: string): Prisma.Sql {
  if (scope.sites === "all") return Prisma.sql`TRUE`;
  const [only, ...others] = scope.sites;
  // Postgres reads an index in its order for one value, and not for an array of one.
  if (only !== undefined && others.length === 0) return Prisma.sql`${Prisma.raw(column)} = ${only}::uuid`;
  return Prisma.sql`${Prisma.raw(column)} = ANY(${[...scope.sites]}::uuid[])`;
}

/** The same for Prisma's own queries. */
export function siteWhere(scope: Scope): { siteId?: { in: string[] } } {
  return scope.sites === "all" ? {} : { siteId: { in: [...scope.sites] } };
}

/** The same for sites themselves. */
export function siteIdWhere(scope: Scope): { id?: { in: string[] } } {
  return scope.sites === "all" ? {} : { id: { in: [...scope.sites] } };
}

/** The part of a scope that is of one site: nothing, if that is none of its own. */
export function narrowToSite(scope: Scope, siteId: string): Scope {
  return { ...scope, sites: reaches(scope, siteId) ? [siteId] : [], beyondSites: false };
}

/** The part of a scope that is of some sites; of none is of all that it reaches. */
export function narrowToSites(scope: Scope, siteIds: readonly string[]): Scope {
  if (siteIds.length === 0) return scope;
  return { ...scope, sites: siteIds.filter((id) => reaches(scope, id)), beyondSites: false };
}

/** The only site of a scope; null if there are several, or none. */
export function onlySite(scope: Scope): string | null {
  return scope.sites !== "all" && scope.sites.length === 1 ? (scope.sites[0] ?? null) : null;
}

/** That site as entries of the audit trail name theirs; nothing if there are several, or none. */
export function ofOnlySite(scope: Scope): { siteId?: string } {
  const siteId = onlySite(scope);
  return siteId === null ? {} : { siteId };
}

/** Rows of several sites, by site: what is recorded or told of a site is of that one alone. */
export function bySite<Row extends { readonly siteId: string }>(
  rows: readonly Row[],
): Map<string, [Row, ...Row[]]> {
  const sites = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const known = sites.get(row.siteId);
    if (known === undefined) sites.set(row.siteId, [row]);
    else known.push(row);
  }
  return sites;
}

/** Whether a scope is of more than one site: what is done for one of them must then say for which. */
export function isOfSeveral(scope: Scope): boolean {
  return scope.sites === "all" || scope.sites.length > 1;
}

/** Whether a site is one of the scope's. */
export function reaches(scope: Scope, siteId: string): boolean {
  return scope.sites === "all" || scope.sites.includes(siteId);
}

/** For writes that name their site: one that is out of scope is a fault of ours, since what it hangs on was read first. */
export function insistOnSite(scope: Scope, siteId: string): void {
  if (!reaches(scope, siteId)) throw new Error("a write to a site that is out of scope");
}
