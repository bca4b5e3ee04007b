import { Prisma } from "./generated/client";

/** The roles of staff, from most to fewest permissions. */
export type StaffRole = "owner" | "admin" | "support" | "viewer";

/**
 * On whose behalf, and over which sites, a read or write happens. Stores apply it; every exported read or
 * write takes one first, so that forgetting it does not compile.
 */
export interface Scope {
  readonly sites: "all" | readonly string[];
  readonly role: StaffRole | "system" | "end_user";
  readonly actor: { readonly id: string | null; readonly name: string };
}

/** The product itself: processing deliveries, jobs, the command line. */
export const SYSTEM_SCOPE: Scope = { sites: "all", role: "system", actor: { id: null, name: "system" } };

/** An end user on a connect page, who reaches one site's session by its secret. */
export const END_USER_SCOPE: Scope = {
  sites: "all",
  role: "end_user",
  actor: { id: null, name: "end user" },
};

/** A filter for raw SQL: rows of the scope's sites. `column` is written by us, never by a user. */
export function inScope(scope: Scope, column: string): Prisma.Sql {
  if (scope.sites === "all") return Prisma.sql`TRUE`;
  return Prisma.sql`${Prisma.raw(column)} = ANY(${[...scope.sites]}::uuid[])`;
}

/** The same for Prisma's own queries. */
export function siteWhere(scope: Scope): { siteId?: { in: string[] } } {
  return scope.sites === "all" ? {} : { siteId: { in: [...scope.sites] } };
}
