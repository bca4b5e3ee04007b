import { categoryName } from "@/lib/anytime/mcc/mcc";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { linkedUsers, seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { TransactionFilters } from "./transaction-filters";

/** Names of the user, the card and the merchant that filters point at; null where there is none. */
export async function readFilterNames(scope: Scope, db: Db, { user, card, merchant }: TransactionFilters) {
  const nothing = "00000000-0000-0000-0000-000000000000";
  const [row] = await db.$queryRaw<Record<"user" | "card" | "merchant", string | null>[]>`
    SELECT (SELECT u.name FROM ${linkedUsers(scope)} u
        WHERE u.id = ${user ?? nothing}::uuid AND ${inScope(scope, "u.site_id")}) AS user,
      (SELECT c.card_ref FROM ${seenCards(scope)} c
        WHERE c.id = ${card ?? nothing}::uuid AND ${inScope(scope, "c.site_id")}) AS card,
      (SELECT COALESCE(m.alias, m.name) FROM merchants m
        WHERE m.id = ${merchant ?? nothing}::uuid AND ${inScope(scope, "m.site_id")}) AS merchant`;
  const shown = (name: string | null | undefined) => (name == null ? null : escapeDirections(name));
  return { user: row?.user ?? null, card: shown(row?.card), merchant: shown(row?.merchant) };
}

/** What categories are called, by their code; one that nobody knows is called by it. */
export function nameCategories(codes: readonly string[], language: "en" | "fr"): Record<string, string> {
  return Object.fromEntries(codes.map((code) => [code, categoryName(code, language) ?? code]));
}
