import { type Scope, STAFF_ROLES, type StaffRole } from "./scope";

const EVERY_ROLE = STAFF_ROLES;
const SUPPORT = ["owner", "admin", "support"] as const;
const ADMIN = ["owner", "admin"] as const;
const OWNER = ["owner"] as const;

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
  /** Let everybody see a saved view of a list. */
  "views:share": SUPPORT,
  /** Change and remove the shared views of others. */
  "views:manage": ADMIN,
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
  /** See who is on the staff, and who may do what. */
  "staff:read": ADMIN,
  /** Invite staff, change their roles, disable and enable them; nobody with more permissions than one has. */
  "staff:manage": ADMIN,
  /** Do that with owners. */
  "staff:owners": OWNER,
  /** Their own name, password and sessions. */
  "account:own": EVERY_ROLE,
  /** See personal data in clear (lib/db/access/personal-data.ts), and search in it. */
  "personal_data:read": EVERY_ROLE,
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

/** What a page, an action, a route or a column asks for. */
export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** Whether a role has every permission of another: nobody gives, changes or takes away what they lack. */
export function includesRole(role: StaffRole, other: StaffRole): boolean {
  return PERMISSION_NAMES.every((permission) => !may(other, permission) || may(role, permission));
}

/** Whether a role has a permission. The system has all of them, an end user none. */
export function may(role: Scope["role"], permission: Permission): boolean {
  const roles: readonly Scope["role"][] = PERMISSIONS[permission];
  return role === "system" || roles.includes(role);
}
