import { wordsAndWhole } from "@/lib/search/fold";

/** The texts that a merchant is known by. */
export interface KnownAs {
  readonly normalised: string;
  readonly name: string;
  readonly alias: string | null;
}

/** The words that searches find a merchant by, as its search column holds them. */
export function searchWords(known: readonly KnownAs[]): string {
  const words = known.flatMap(({ normalised, name, alias }) =>
    [normalised, name, alias ?? ""].flatMap(wordsAndWhole),
  );
  return [...new Set(words)].sort().join(" ");
}
