import { wordsOf } from "@/lib/search/fold";

/** The texts that a merchant is known by. */
export interface KnownAs {
  readonly normalised: string;
  readonly name: string;
  readonly alias: string | null;
}

/**
 * The words that searches find a merchant by, as its search column holds them. A name of several words is also one word:
 * people type `otacos` for O'Tacos.
 */
export function searchWords(known: readonly KnownAs[]): string {
  const words = known.flatMap(({ normalised, name, alias }) =>
    [normalised, name, alias ?? ""].flatMap((text) => {
      const parts = wordsOf(text);
      return parts.length > 1 ? [...parts, parts.join("")] : parts;
    }),
  );
  return [...new Set(words)].sort().join(" ");
}
