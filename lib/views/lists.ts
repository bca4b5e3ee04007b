import type { Permission } from "@/lib/db/access/permissions";

/** The lists that staff arrange for themselves. Their names are stored. */
export const LISTS = ["payments", "people"] as const;
export type ListName = (typeof LISTS)[number];

/** Who may see a list may arrange it. */
export const LIST_NEEDS = {
  payments: "transactions:read",
  people: "users:read",
} as const satisfies Readonly<Record<ListName, Permission>>;
