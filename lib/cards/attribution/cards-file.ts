import { z } from "zod";
import { readIdentity } from "@/lib/anytime/identity";
import { type LinesFile, readTable } from "@/lib/csv/read-table";

/** Lines of one file. */
const MOST_LINES = 10_000;
/** Lines that are sent to the server at once. */
export const LINES_AT_ONCE = 100;

const COLUMNS = {
  card: ["card", "card ref", "carte", "référence de la carte"],
  account: ["account", "acc id", "compte"],
  reference: ["reference", "external reference", "référence", "référence externe", "id"],
} as const;
type Column = keyof typeof COLUMNS;

/** Why a line of a file is left out. */
export type CardLineProblem = "no_card" | "no_reference" | "too_long";

const name = z.string().min(1).max(200);

/** A line that says whose a card is. */
export const cardLineSchema = z.object({
  line: z.int(),
  cardRef: name,
  /** Null: the only account with such a card. */
  accId: name.nullable(),
  externalReference: name,
});
export type CardLine = z.output<typeof cardLineSchema>;

/** Reads a file that says whose cards are. */
export function readCardsFile(text: string): LinesFile<CardLine, CardLineProblem> {
  const table = readTable<Column>(text, {
    names: COLUMNS,
    needed: ["card", "reference"],
    most: MOST_LINES,
  });
  if (!table.ok) return table;
  const lines: CardLine[] = [];
  const refused: { line: number; problem: CardLineProblem }[] = [];
  for (const { line, values } of table.rows) {
    const cardRef = readIdentity(values.card);
    if (cardRef === null) refused.push({ line, problem: "no_card" });
    else if (values.reference === "") refused.push({ line, problem: "no_reference" });
    else {
      const accId = readIdentity(values.account);
      const read = cardLineSchema.safeParse({ line, cardRef, accId, externalReference: values.reference });
      if (read.success) lines.push(read.data);
      else refused.push({ line, problem: "too_long" });
    }
  }
  return { ok: true, lines, refused };
}
