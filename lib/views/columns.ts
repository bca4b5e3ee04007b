/** What a list can show. The names are stored. */
export interface ListColumns<Column extends string> {
  /** In the order of those who never chose. */
  readonly all: readonly Column[];
  /** Shown to those who never chose. */
  readonly usual: readonly Column[];
  /** They cannot be hidden. */
  readonly fixed: readonly Column[];
}

/** Reads columns as an address or a choice has them; null if it names none. */
export function readColumns<Column extends string>(
  text: string | null | undefined,
  { all, fixed }: ListColumns<Column>,
): readonly Column[] | null {
  const named = new Set((text ?? "").split(","));
  const known = [...named].flatMap((name) => all.find((column) => column === name) ?? []);
  if (known.length === 0) return null;
  return [...known, ...fixed.filter((column) => !named.has(column))];
}
