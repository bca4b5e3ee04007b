import type { Scope, StaffRole } from "./scope";

const EVERY_ROLE = ["owner", "admin", "support", "viewer"] as const;
const SUPPORT = ["owner", "admin", "support"] as const;
const ADMIN = ["owner", "admin"] as const;

/** Which roles may do what. Pages, actions, routes, list columns and searches ask `may`, and nothing else decides by role. */
export const PERMISSIONS = {
  "overview:read": EVERY_ROLE,
  "users:read": EVERY_ROLE,
  "users:write": SUPPORT,
  /** Take lists of people as a file. */
  "users:export": SUPPORT,
  "transactions:read": EVERY_ROLE,
  /** Take payments as a file. */
  "transactions:export": SUPPORT,
  /** Write notes and tags on payments, join twins, and undo that. */
  "transactions:write": SUPPORT,
  "cards:assign": SUPPORT,
  /** Fetch missing payments through the bank's API. */
  "payments:fetch": SUPPORT,
  /** Give merchants another name, merge them, and undo that. */
  "merchants:write": SUPPORT,
  "deliveries:read": EVERY_ROLE,
  "deliveries:decide": ADMIN,
  /** Cancel and retry background jobs. */
  "jobs:manage": ADMIN,
  "audit:read": ADMIN,
  "settings:read": ADMIN,
  "settings:write": ADMIN,
  /** See personal data in clear (lib/db/access/personal-data.ts), and search in it. */
  "personal_data:read": EVERY_ROLE,
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

/** What a page, an action, a route or a column asks for. */
export type Permission = keyof typeof PERMISSIONS;

/** Whether a role has a permission. The system has all of them, an end user none. */
export function may(role: Scope["role"], permission: Permission): boolean {
  const roles: readonly Scope["role"][] = PERMISSIONS[permission];
  return role === "system" || roles.includes(role);
}
