import { z } from "zod";
import { hasDirections } from "@/lib/anytime/values/visible-text";
import { type LinesFile, readTable } from "@/lib/csv/read-table";

/** People in one file. */
export const MOST_PEOPLE = 10_000;
/** People that are sent to the server at once. */
export const PEOPLE_AT_ONCE = 500;

const COLUMNS = {
  reference: ["reference", "external reference", "référence", "référence externe", "id"],
  name: ["name", "nom"],
  email: ["e-mail", "email", "mail", "courriel"],
  language: ["language", "langue"],
  tags: ["tags", "tag", "étiquettes", "étiquette"],
} as const;
type Column = keyof typeof COLUMNS;

/** Why a row of a file is left out. */
export type RowProblem =
  | "no_reference"
  | "twice"
  | "no_name"
  | "not_an_email"
  | "not_a_language"
  | "too_long";

const LONGEST = { reference: 200, name: 200, email: 254, tag: 40 } as const;
const MOST_TAGS = 20;

/** A person as a row of a file describes them. An empty cell says nothing: what is stored stays. */
export const importedPersonSchema = z.object({
  line: z.int(),
  externalReference: z.string().min(1).max(LONGEST.reference),
  name: z
    .string()
    .min(1)
    .max(LONGEST.name)
    .refine((name) => !hasDirections(name)),
  email: z.email().max(LONGEST.email).nullable(),
  language: z.enum(["en", "fr"]).nullable(),
  tags: z.array(z.string().min(1).max(LONGEST.tag)).max(MOST_TAGS),
});
export type ImportedPerson = z.output<typeof importedPersonSchema>;

const LANGUAGES: Readonly<Record<string, "en" | "fr">> = {
  en: "en",
  english: "en",
  anglais: "en",
  fr: "fr",
  french: "fr",
  français: "fr",
  francais: "fr",
};

/** Reads a file of people. */
export function readPeopleFile(text: string): LinesFile<ImportedPerson, RowProblem> {
  const table = readTable<Column>(text, {
    names: COLUMNS,
    needed: ["reference", "name"],
    most: MOST_PEOPLE,
  });
  if (!table.ok) return table;
  const seen = new Set<string>();
  const lines: ImportedPerson[] = [];
  const refused: { line: number; problem: RowProblem }[] = [];
  for (const { line, values } of table.rows) {
    const read = readPerson(line, values);
    const problem = typeof read === "string" ? read : seen.has(read.externalReference) ? "twice" : null;
    if (problem !== null) refused.push({ line, problem });
    else if (typeof read !== "string") {
      seen.add(read.externalReference);
      lines.push(read);
    }
  }
  return { ok: true, lines, refused };
}

function readPerson(line: number, values: Readonly<Record<Column, string>>): ImportedPerson | RowProblem {
  const { reference, name, email } = values;
  const language = LANGUAGES[values.language.toLowerCase()] ?? null;
  const tags = [...new Set(values.tags.split(/[,;|]/).map((tag) => tag.replaceAll(/\s+/g, " ").trim()))];
  const person = { line, externalReference: reference, name, email: email === "" ? null : email, language };
  if (reference === "") return "no_reference";
  if (name === "" || hasDirections(name)) return "no_name";
  if (language === null && values.language !== "") return "not_a_language";
  const read = importedPersonSchema.safeParse({ ...person, tags: tags.filter((tag) => tag !== "") });
  if (read.success) return read.data;
  const [field] = read.error.issues[0]?.path ?? [];
  return field === "email" ? "not_an_email" : "too_long";
}
