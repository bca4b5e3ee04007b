import type { ListColumns } from "@/lib/views/columns";

const USER_COLUMNS = [
  "user",
  "state",
  "linked",
  "lastTransaction",
  "count30",
  "cards",
  "reference",
  "email",
  "tags",
  "invited",
] as const;
export type UserColumn = (typeof USER_COLUMNS)[number];

/** The columns that a list of linked users can have. The first opens the user, and the second is what staff look for. */
export const USER_LIST: ListColumns<UserColumn> = {
  all: USER_COLUMNS,
  usual: ["user", "state", "linked", "lastTransaction", "count30", "cards"],
  fixed: ["user", "state"],
};
