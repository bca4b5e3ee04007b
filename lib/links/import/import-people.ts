import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { insertTagsOf } from "@/lib/links/notes/tags-store";
import { publish } from "@/lib/live/publish";
import {
  insertPeople,
  type KnownPerson,
  listKnownPeople,
  lockPeople,
  updatePeople,
} from "./import-people-store";
import type { ImportedPerson } from "./people-file";

/** What becomes of a row, or became of it. */
export interface RowResult {
  readonly line: number;
  readonly userId: string | null;
  /** `raced`: somebody else created them just now. */
  readonly what: "created" | "updated" | "unchanged" | "raced";
  /** Of `updated`: what is another than before. */
  readonly changes: readonly ImportedField[];
}

/** What a row can change. */
const FIELDS = ["name", "email", "language", "tags"] as const;
/** What of a person the audit trail keeps as it was before. */
const KEPT_FIELDS = ["name", "email", "language"] as const;
type ImportedField = (typeof FIELDS)[number];

/** A file's rows, sorted by what is to be done with them. */
interface Plan {
  readonly created: readonly (ImportedPerson & { id: string })[];
  readonly updated: readonly (ImportedPerson & { id: string })[];
  /** What was stored of those who are updated, by id: the fields of theirs that change. */
  readonly before: ReadonlyMap<string, Readonly<Record<string, string | null>>>;
  readonly results: readonly RowResult[];
}

/** Says what an import would do, and does nothing. */
export async function previewPeople(
  scope: Scope,
  database: Database,
  siteId: string,
  people: readonly ImportedPerson[],
): Promise<RowResult[]> {
  const plan = await planImport(scope, database.prisma, siteId, people);
  return plan.results.map((result) => (result.what === "created" ? { ...result, userId: null } : result));
}

/**
 * Creates the people whom nobody of the site has the external reference of, and updates the others. Tags are added;
 * what a row leaves empty stays as it is. The same file again changes nothing.
 */
export async function importPeople(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  siteId: string,
  people: readonly ImportedPerson[],
): Promise<RowResult[]> {
  return database.prisma.$transaction(async (tx) => {
    await lockPeople(scope, tx, siteId, referencesOf(people));
    const { created, updated, before, results } = await planImport(scope, tx, siteId, people);
    const inserted = new Set(await insertPeople(scope, tx, siteId, created));
    const written = [...created.filter(({ id }) => inserted.has(id)), ...updated];
    await updatePeople(scope, tx, updated);
    await writeUserWords(
      scope,
      tx,
      written.map((person) => ({ ...person, siteId })),
    );
    await insertTagsOf(scope, tx, siteId, written);
    const [first] = written;
    if (first !== undefined) {
      const details = { created: inserted.size, updated: updated.length };
      await recordAudit(scope, tx, keys, { action: "linked_user.import", outcome: "done", siteId, details });
      for (const [targetId, values] of before) {
        const target = { targetType: "linked_user", targetId, details: values } as const;
        await recordAudit(scope, tx, keys, {
          action: "linked_user.changed",
          outcome: "done",
          siteId,
          ...target,
        });
      }
      await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: first.id }]);
    }
    return results.map((result) =>
      result.what === "created" && result.userId !== null && !inserted.has(result.userId)
        ? { ...result, userId: null, what: "raced" }
        : result,
    );
  });
}

async function planImport(
  scope: Scope,
  db: Db,
  siteId: string,
  people: readonly ImportedPerson[],
): Promise<Plan> {
  const stored = await listKnownPeople(scope, db, siteId, referencesOf(people));
  const known = new Map(stored.map((one) => [one.externalReference, one]));
  const planned = people.map((person) => {
    const before = known.get(person.externalReference);
    if (before === undefined)
      return { person: { ...person, id: newId() }, what: "created" as const, changes: [], before: {} };
    // What a row leaves empty stays; the words that people are found by are written of the whole.
    const merged = { ...person, id: before.id, email: person.email ?? before.email };
    const changes = FIELDS.filter((field) => differs[field](person, before));
    const what = changes.length > 0 ? ("updated" as const) : ("unchanged" as const);
    const values = KEPT_FIELDS.filter((field) => changes.includes(field)).map((field) => [
      field,
      before[field],
    ]);
    return { person: merged, what, changes, before: Object.fromEntries(values) };
  });
  const before = planned.flatMap(({ person, before: values }) =>
    Object.keys(values).length > 0 ? [[person.id, values] as const] : [],
  );
  const of = (wanted: string) => planned.filter(({ what }) => what === wanted).map(({ person }) => person);
  const results = planned.map(({ person, what, changes }) => ({
    ...{ line: person.line, userId: person.id },
    ...{ what, changes },
  }));
  return { created: of("created"), updated: of("updated"), before: new Map(before), results };
}

function referencesOf(people: readonly ImportedPerson[]): string[] {
  return people.map(({ externalReference }) => externalReference);
}

const differs: Readonly<Record<ImportedField, (person: ImportedPerson, before: KnownPerson) => boolean>> = {
  name: (person, before) => person.name !== before.name,
  email: (person, before) => person.email !== null && person.email !== before.email,
  language: (person, before) => person.language !== null && person.language !== before.language,
  tags: (person, before) => person.tags.some((tag) => !before.tags.includes(tag)),
};
