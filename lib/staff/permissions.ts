import type { StaffRole } from "@/lib/db/scope";

/** The permissions that pages and actions can require. */
export type Permission =
  | "overview:read"
  | "users:read"
  | "users:write"
  | "transactions:read"
  | "cards:assign"
  | "deliveries:read"
  | "deliveries:decide"
  | "audit:read"
  | "settings:read"
  | "settings:write";

const VIEWER: readonly Permission[] = ["overview:read", "users:read", "transactions:read", "deliveries:read"];
const SUPPORT: readonly Permission[] = [...VIEWER, "users:write", "cards:assign"];
const ADMIN: readonly Permission[] = [
  ...SUPPORT,
  "deliveries:decide",
  "audit:read",
  "settings:read",
  "settings:write",
];
const GRANTS: Readonly<Record<StaffRole, ReadonlySet<Permission>>> = {
  viewer: new Set(VIEWER),
  support: new Set(SUPPORT),
  admin: new Set(ADMIN),
  owner: new Set(ADMIN),
};

/** Whether a role has a permission. */
export function may(role: StaffRole, permission: Permission): boolean {
  return GRANTS[role].has(permission);
}
