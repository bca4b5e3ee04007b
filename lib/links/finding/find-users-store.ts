import { z } from "zod";
import { normaliseSupportCode } from "@/lib/crypto/secrets";
import { may } from "@/lib/db/access/permissions";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { beginsWith, END } from "@/lib/db/beginning";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { UserState } from "@/lib/links/standing/user-state";
import { readTerms, type SoughtTerm, type SoughtWord } from "./search-words";

/** As the index has it: beginnings of words are found in the order of bytes. */
const WORD = Prisma.raw('w.word COLLATE "C"');
const NOBODY = Prisma.sql`SELECT NULL::uuid AS id, 0 AS rank WHERE FALSE`;

/**
 * The users that somebody may mean, as rows of (id, rank), the least rank first: by a card, an account, a support code
 * or an id exactly, then by name, e-mail and reference as whole words, beginnings of words, and with one typo. A role
 * that may not see personal data finds people by support codes alone.
 */
export function foundUsers(scope: Scope, typed: string): Prisma.Sql {
  const terms = may(scope, "personal_data:read") ? readTerms(typed) : [];
  const byWords = terms.length === 0 ? NOBODY : allOf(terms.map((term) => byTerm(scope, term)));
  return Prisma.sql`SELECT id, min(rank) AS rank FROM (${byWords} UNION ALL ${byIdentifier(scope, typed)}) found GROUP BY id`;
}

function byTerm(scope: Scope, ways: SoughtTerm): Prisma.Sql {
  const found = ways.map((way) => allOf(way.map((word) => byWord(scope, word))));
  return found.length === 1 ? (found[0] ?? NOBODY) : anyOf(found);
}

function byWord(scope: Scope, { word, slips }: SoughtWord): Prisma.Sql {
  const mine = inScope(scope, "w.site_id");
  const ways = [
    Prisma.sql`SELECT w.linked_user_id AS id, CASE WHEN w.word = ${word} THEN 0 ELSE 1 END AS rank
      FROM linked_user_words w WHERE ${mine} AND ${beginsWith(Prisma.sql`w.word`, word)}`,
  ];
  if (slips.words.length > 0)
    ways.push(Prisma.sql`SELECT w.linked_user_id, 2 FROM unnest(${[...slips.words]}::text[]) AS slip
      JOIN linked_user_words w ON ${WORD} = slip WHERE ${mine}`);
  if (slips.beginnings.length > 0)
    ways.push(Prisma.sql`SELECT w.linked_user_id, CASE WHEN w.word = slip THEN 2 ELSE 3 END
      FROM unnest(${[...slips.beginnings]}::text[]) AS slip
      JOIN linked_user_words w ON ${WORD} >= slip AND ${WORD} < slip || ${END} WHERE ${mine}`);
  return anyOf(ways);
}

function anyOf(ways: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`SELECT id, min(rank) AS rank FROM (${Prisma.join([...ways], " UNION ALL ")}) ways GROUP BY id`;
}

function allOf(parts: readonly Prisma.Sql[]): Prisma.Sql {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return Prisma.sql`SELECT id, sum(rank)::int AS rank FROM (${Prisma.join([...parts], " UNION ALL ")}) parts
    GROUP BY id HAVING count(*) = ${parts.length}`;
}

const SUPPORT_CODE = /^[0-9A-Z]{8}$/;

function byIdentifier(scope: Scope, typed: string): Prisma.Sql {
  const [mine, text] = [inScope(scope, "c.site_id"), typed.trim()];
  const lower = text.toLowerCase();
  const ofCards = [
    Prisma.sql`SELECT c.linked_user_id AS id, CASE WHEN lower(c.card_ref) = ${lower} THEN -1 ELSE 1 END AS rank FROM cards c
      WHERE ${mine} AND c.linked_user_id IS NOT NULL
        AND ${beginsWith(Prisma.sql`lower(c.card_ref)`, lower)}`,
    Prisma.sql`SELECT c.linked_user_id, -1 FROM cards c WHERE ${mine} AND c.linked_user_id IS NOT NULL AND c.acc_id = ${text}`,
  ];
  const ways = may(scope, "personal_data:read") ? ofCards : [NOBODY];
  const code = normaliseSupportCode(text);
  if (SUPPORT_CODE.test(code))
    ways.push(Prisma.sql`SELECT c.linked_user_id, -1 FROM connect_attempts a JOIN connect_sessions c ON c.id = a.session_id
      WHERE a.support_code = ${code} AND ${mine}`);
  if (z.uuid().safeParse(text).success)
    ways.push(
      Prisma.sql`SELECT c.id, -1 FROM ${linkedUsers(scope)} c WHERE c.id = ${text}::uuid AND ${mine}`,
    );
  return Prisma.join(ways, " UNION ALL ");
}

/** A user as pickers and the command palette show them. */
export interface FoundUser {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly state: UserState;
}

const SHOWN = Prisma.raw(
  `u.id, u.site_id::text AS "siteId", u.name, u.email, u.external_reference AS "externalReference", u.state::text AS state`,
);

/** The users that somebody may mean, the likeliest first. Nothing typed: the newest who are active. */
export async function findUsers(scope: Scope, db: Db, typed: string, limit: number): Promise<FoundUser[]> {
  if (typed.trim() === "")
    return db.$queryRaw<FoundUser[]>`
      SELECT ${SHOWN} FROM ${linkedUsers(scope)} u WHERE u.standing = 'active' AND ${inScope(scope, "u.site_id")}
      ORDER BY u.created_at DESC, u.id DESC LIMIT ${limit}`;
  return db.$queryRaw<FoundUser[]>`
    SELECT ${SHOWN} FROM (${foundUsers(scope, typed)}) f JOIN ${linkedUsers(scope)} u ON u.id = f.id
    WHERE ${inScope(scope, "u.site_id")} ORDER BY f.rank, (u.state = 'active') DESC, u.name, u.id LIMIT ${limit}`;
}
