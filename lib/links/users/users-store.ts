import { normaliseSupportCode } from "@/lib/crypto/secrets";
import { type Db, Prisma } from "@/lib/db/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { linkedUsers } from "@/lib/db/personal-data";
import { inScope, type Scope } from "@/lib/db/scope";
import { GRANTS } from "@/lib/links/tokens/grants-sql";
import { NEEDS_ATTENTION } from "./connect-attention-store";

export type LinkedUserState = "invited" | "connecting" | "active" | "revoked";

/** A linked user as the list shows it. `volume30` is what their cards settled or authorised in 30 days. */
export interface LinkedUserRow {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly state: LinkedUserState;
  readonly stateSince: Date;
  readonly createdAt: Date;
  readonly linkedAt: Date | null;
  readonly cards: number;
  readonly lastTransactionAt: Date | null;
  readonly count30: number;
  readonly volume30: string;
}

const COLUMNS =
  Prisma.raw(`u.id, u.site_id AS "siteId", u.name, u.email, u.external_reference AS "externalReference",
  u.state::text AS state, u.state_since AS "stateSince", u.created_at AS "createdAt", k."linkedAt", s.cards,
  s."lastTransactionAt", s.count30, s.volume30`);
const FACTS = Prisma.sql`
  LEFT JOIN LATERAL (SELECT max(granted_at) AS "linkedAt" FROM ${GRANTS} g WHERE linked_user_id = u.id) k ON TRUE
  LEFT JOIN LATERAL (
    SELECT count(DISTINCT c.id)::int AS cards, max(t.bank_date) AS "lastTransactionAt",
      count(t.id) FILTER (WHERE t.bank_date > now() - interval '30 days')::int AS count30,
      COALESCE(sum(abs(t.amount)) FILTER (WHERE t.bank_date > now() - interval '30 days' AND t.type = 'D'
        AND t.status IN ('A', 'S', 'C')), 0)::text AS volume30
    FROM cards c LEFT JOIN card_transactions t ON t.card_id = c.id WHERE c.linked_user_id = u.id
  ) s ON TRUE`;

/** One page of linked users, newest first. `q` searches name, e-mail, external reference and support codes. */
export async function listLinkedUsers(
  scope: Scope,
  db: Db,
  filters: {
    q?: string | undefined;
    state?: LinkedUserState | undefined;
    attention?: "not_me" | "unconfirmed" | undefined;
  },
  page: { after: Cursor | null; limit: number },
): Promise<Page<LinkedUserRow>> {
  const conditions = [inScope(scope, "u.site_id")];
  if (filters.state) conditions.push(Prisma.sql`u.state = ${filters.state}::linked_user_state`);
  if (filters.q) conditions.push(textMatches(filters.q));
  if (filters.attention) conditions.push(NEEDS_ATTENTION[filters.attention]);
  if (page.after)
    conditions.push(Prisma.sql`(u.created_at, u.id) < (${page.after.at}, ${page.after.id}::uuid)`);
  const rows = await db.$queryRaw<LinkedUserRow[]>`
    SELECT ${COLUMNS} FROM ${linkedUsers(scope)} u ${FACTS} WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY u.created_at DESC, u.id DESC LIMIT ${page.limit + 1}`;
  return toPage(rows, page.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

function textMatches(q: string): Prisma.Sql {
  const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const code = normaliseSupportCode(q);
  return Prisma.sql`(u.name ILIKE ${pattern} OR u.email ILIKE ${pattern} OR u.external_reference ILIKE ${pattern}
    OR EXISTS (SELECT 1 FROM cards c WHERE c.linked_user_id = u.id AND (c.card_ref ILIKE ${pattern} OR c.acc_id = ${q}))
    OR EXISTS (SELECT 1 FROM connect_sessions cs JOIN connect_attempts ca ON ca.session_id = cs.id
      WHERE cs.linked_user_id = u.id AND ca.support_code = ${code}))`;
}

/** A linked user, or null if the scope has none with this id. */
export async function readLinkedUser(
  scope: Scope,
  db: Db,
  id: string,
): Promise<(LinkedUserRow & { language: string | null }) | null> {
  const [row] = await db.$queryRaw<(LinkedUserRow & { language: string | null })[]>`
    SELECT ${COLUMNS}, u.language FROM ${linkedUsers(scope)} u ${FACTS}
    WHERE u.id = ${id}::uuid AND ${inScope(scope, "u.site_id")}`;
  return row ?? null;
}

/** How many linked users are in each state. */
export async function countLinkedUsers(scope: Scope, db: Db): Promise<Record<LinkedUserState, number>> {
  const rows = await db.$queryRaw<{ state: LinkedUserState; count: number }[]>`
    SELECT state::text AS state, count(*)::int AS count FROM linked_users u
    WHERE ${inScope(scope, "u.site_id")} GROUP BY 1`;
  const counts = { invited: 0, connecting: 0, active: 0, revoked: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** Users by name or reference, for a picker. */
export async function searchLinkedUsers(scope: Scope, db: Db, siteId: string, q: string, limit: number) {
  const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return db.$queryRaw<
    { id: string; name: string; externalReference: string | null; state: LinkedUserState }[]
  >`
    SELECT id, name, external_reference AS "externalReference", state::text AS state FROM ${linkedUsers(scope)} u
    WHERE site_id = ${siteId}::uuid AND ${inScope(scope, "u.site_id")}
      AND (name ILIKE ${pattern} OR external_reference ILIKE ${pattern} OR email ILIKE ${pattern})
    ORDER BY (state = 'active') DESC, name LIMIT ${limit}`;
}

/** Writes a new linked user. @returns whether it was written: false if the site already has that reference */
export async function insertLinkedUser(
  scope: Scope,
  tx: Db,
  user: {
    id: string;
    siteId: string;
    name: string;
    email: string | null;
    externalReference: string | null;
    language: string | null;
  },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO linked_users (id, site_id, name, email, external_reference, language, state, state_since, created_at)
    SELECT ${user.id}::uuid, s.id, ${user.name}, ${user.email}, ${user.externalReference}, ${user.language}::text,
      'invited', now(), now()
    FROM sites s WHERE s.id = ${user.siteId}::uuid AND ${inScope(scope, "s.id")}
    ON CONFLICT (site_id, external_reference) DO NOTHING`;
  return count === 1;
}
