import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, insistOnSite, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { addStandings } from "@/lib/links/standing/standing-counts-store";

/** A person who is stored already. */
export interface KnownPerson {
  readonly id: string;
  readonly externalReference: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: string | null;
  readonly tags: readonly string[];
}

/** A person to write. Null: what is stored stays. */
interface WrittenPerson {
  readonly id: string;
  readonly externalReference: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: string | null;
}

/** Locks the people of a site with these references until the transaction ends. */
export async function lockPeople(
  scope: Scope,
  tx: Db,
  siteId: string,
  references: readonly string[],
): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM linked_users u WHERE site_id = ${siteId}::uuid AND external_reference = ANY(${[...references]}::text[])
      AND ${inScope(scope, "u.site_id")} ORDER BY id FOR NO KEY UPDATE`;
}

/** The people of a site with these references. */
export async function listKnownPeople(
  scope: Scope,
  db: Db,
  siteId: string,
  references: readonly string[],
): Promise<KnownPerson[]> {
  return db.$queryRaw<KnownPerson[]>`
    SELECT u.id, u.external_reference AS "externalReference", u.name, u.email, u.language,
      ARRAY(SELECT g.tag FROM linked_user_tags g WHERE g.linked_user_id = u.id) AS tags
    FROM ${linkedUsers(scope)} u WHERE u.site_id = ${siteId}::uuid
      AND u.external_reference = ANY(${[...references]}::text[]) AND ${inScope(scope, "u.site_id")}`;
}

/** Writes new people, unless somebody else has just created them. @returns the ids of those who were written */
export async function insertPeople(
  scope: Scope,
  tx: Db,
  siteId: string,
  people: readonly WrittenPerson[],
): Promise<string[]> {
  insistOnSite(scope, siteId);
  if (people.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH written AS (
    INSERT INTO linked_users (id, site_id, name, email, external_reference, language, state, state_since, created_at)
    SELECT id, ${siteId}::uuid, name, email, "externalReference", language, 'invited', now(), now()
    FROM jsonb_to_recordset(${jsonRows(people.map(plain))}::jsonb)
      AS p(id uuid, "externalReference" text, name text, email text, language text)
    ON CONFLICT (site_id, external_reference) DO NOTHING RETURNING id, site_id, standing
    ), counted AS (
      ${addStandings(Prisma.sql`SELECT site_id, standing, 1 AS n FROM written`)}
    )
    SELECT id FROM written`;
  return rows.map(({ id }) => id);
}

/** Updates people, and the language of their links that still work. */
export async function updatePeople(scope: Scope, tx: Db, people: readonly WrittenPerson[]): Promise<void> {
  if (people.length === 0) return;
  const rows = jsonRows(people.map(plain));
  await tx.$executeRaw`
    UPDATE linked_users u SET name = p.name, email = p.email, language = COALESCE(p.language, u.language)
    FROM jsonb_to_recordset(${rows}::jsonb) AS p(id uuid, name text, email text, language text)
    WHERE u.id = p.id AND ${inScope(scope, "u.site_id")}`;
  await tx.$executeRaw`
    UPDATE connect_sessions s SET language = p.language
    FROM jsonb_to_recordset(${rows}::jsonb) AS p(id uuid, language text)
    WHERE s.linked_user_id = p.id AND p.language IS NOT NULL AND s.state IN ('created', 'opened')
      AND ${inScope(scope, "s.site_id")}`;
}

function plain({ id, externalReference, name, email, language }: WrittenPerson) {
  return { id, externalReference, name, email, language };
}
