import { Prisma } from "@/lib/db/generated/client";
import { may } from "./permissions";
import type { Scope } from "./scope";

/** What stands where a text may not be seen. */
export const MASK = "•••";

/**
 * The columns of `linked_users`. Personal ones say what a role without `personal_data:read` sees instead; the others
 * are shown to everyone. A new column must be added here, or a test fails.
 */
export const LINKED_USER_COLUMNS = {
  id: "shown",
  site_id: "shown",
  name: { masked: `'${MASK}'` },
  email: { masked: "NULL::text" },
  external_reference: { masked: "NULL::text" },
  language: "shown",
  state: "shown",
  state_since: "shown",
  standing: "shown",
  standing_since: "shown",
  standing_due_at: "shown",
  unopened: "shown",
  unconfirmed_at: "shown",
  linked_at: "shown",
  words_version: "shown",
  mails_stopped_at: "shown",
  created_at: "shown",
} as const satisfies Readonly<Record<string, "shown" | { readonly masked: string }>>;

const MASKED = Prisma.raw(
  `(SELECT ${Object.entries(LINKED_USER_COLUMNS)
    .map(([name, how]) => (how === "shown" ? name : `${how.masked} AS ${name}`))
    .join(", ")} FROM linked_users)`,
);
const CLEAR = Prisma.raw("linked_users");

/**
 * The table of linked users for a query on behalf of staff, to be followed by its alias. Lists, details and searches
 * read through it, so personal data is masked in one place, and a search cannot find what the role may not see.
 */
export function linkedUsers(scope: Scope): Prisma.Sql {
  return may(scope, "personal_data:read") ? CLEAR : MASKED;
}
