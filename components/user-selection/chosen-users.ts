import type { UserFilters } from "@/lib/links/listing/user-filters";

/** Whom an action is about, as actions take it. */
export type ChosenUsers = { readonly ids: readonly string[] } | { readonly filters: UserFilters };
