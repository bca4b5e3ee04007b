import { type PersonalPermissions, type Scope, STAFF_ROLES, type StaffRole } from "./scope";

const EVERY_ROLE = STAFF_ROLES;
const SUPPORT = ["owner", "admin", "support"] as const;
const ADMIN = ["owner", "admin"] as const;
/** Reads how the house is kept, and nothing of its customers. */
const AUDITOR = ["owner", "admin", "auditor"] as const;
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
  /** Discard, re-verify and process deliveries again. */
  "deliveries:decide": ADMIN,
  /** Let held deliveries take effect. */
  "deliveries:release": ADMIN,
  /** See an API token, which acts as the customer. */
  "tokens:reveal": OWNER,
  /** Say whose an unassigned token is, and undo that. */
  "tokens:assign": SUPPORT,
  /** Let a token count that came through a second browser. */
  "tokens:confirm": SUPPORT,
  /** Cancel and retry background jobs. */
  "jobs:manage": ADMIN,
  "audit:read": AUDITOR,
  "settings:read": AUDITOR,
  "settings:write": ADMIN,
  /** Add sites, end them, and close their callbacks. */
  "sites:manage": ADMIN,
  /** See who is on the staff, and who may do what. */
  "staff:read": AUDITOR,
  /** Invite staff, change their roles, disable and enable them; nobody with more permissions than one has. */
  "staff:manage": ADMIN,
  /** Do that with owners. */
  "staff:owners": OWNER,
  /** Make API keys that read tokens. */
  "tokens:hand_out": OWNER,
  /** Their own name, password and sessions. */
  "account:own": EVERY_ROLE,
  /** See personal data whole (lib/db/access/personal-data.ts), and search in it. */
  "personal_data:read": SUPPORT,
  /** See first names with initials, and the ends of ids. Who lacks this too sees support codes. */
  "personal_data:short": ["owner", "admin", "support", "viewer"],
  /** See the bodies of deliveries, and what else their sender wrote. */
  "bodies:read": SUPPORT,
  /** See what entries of the audit trail say beside who did what. */
  "audit:details": ADMIN,
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

/** What a page, an action, a route or a column asks for. */
export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** What can be given to one person, or taken from them, whatever their role has. */
export const GIVEABLE = [
  "users:export",
  "transactions:export",
  "deliveries:release",
  "tokens:reveal",
  "tokens:assign",
  "tokens:confirm",
] as const satisfies readonly Permission[];
export type Giveable = (typeof GIVEABLE)[number];

/** Whoever permissions are asked of: a role, and what one person has besides it. */
export interface Holder {
  readonly role: Scope["role"];
  readonly personal?: PersonalPermissions;
}

/** Whether one has every permission of another: nobody gives, changes or takes away what they lack. */
export function includesAll(holder: Holder, other: Holder): boolean {
  return PERMISSION_NAMES.every((permission) => !may(other, permission) || may(holder, permission));
}

/** Whether somebody has a permission. The system has all of them, an end user none. */
export function may({ role, personal }: Holder, permission: Permission): boolean {
  if (role === "system") return true;
  if (isGiveable(permission) && personal !== undefined) {
    if (personal.taken.includes(permission)) return false;
    if (personal.given.includes(permission)) return true;
  }
  const roles: readonly Scope["role"][] = PERMISSIONS[permission];
  return roles.includes(role);
}

function isGiveable(permission: Permission): permission is Giveable {
  const giveable: readonly Permission[] = GIVEABLE;
  return giveable.includes(permission);
}

/** What to store so that a person of a role has exactly these of the giveable permissions. */
export function personalOf(role: StaffRole, wanted: readonly Giveable[]): PersonalPermissions {
  const given = GIVEABLE.filter((each) => wanted.includes(each) && !may({ role }, each));
  const taken = GIVEABLE.filter((each) => !wanted.includes(each) && may({ role }, each));
  return { given, taken };
}
