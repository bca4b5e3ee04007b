import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { normaliseSupportCode } from "@/lib/crypto/secrets";
import { newestOfSites } from "@/lib/db/access/newest-of-sites";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, insistOnSite, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { containing } from "@/lib/db/like";
import { GRANTS } from "@/lib/links/tokens/grants-sql";

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
      COALESCE(sum(abs(t.amount)) FILTER (WHERE t.bank_date > now() - interval '30 days' AND t.type = ${DEBIT}
        AND t.status = ANY(${[...SPENT_LETTERS]})), 0)::text AS volume30
    FROM cards c LEFT JOIN card_transactions t ON t.card_id = c.id WHERE c.linked_user_id = u.id
  ) s ON TRUE`;

const NEWEST = { row: "u", at: "created_at" } as const;

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
  const meant = Prisma.join(conditions, " AND ");
  const list = { ...NEWEST, from: Prisma.sql`${linkedUsers(scope)} u` };
  const rows = await db.$queryRaw<LinkedUserRow[]>`
    WITH picked AS MATERIALIZED (${newestOfSites(scope, list, meant, page.limit + 1)})
    SELECT ${COLUMNS} FROM ${linkedUsers(scope)} u ${FACTS}
    WHERE u.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY u.created_at DESC, u.id DESC`;
  return toPage(rows, page.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

function textMatches(q: string): Prisma.Sql {
  const pattern = containing(q);
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
  const rows = await db.linkedUser.groupBy({ by: ["state"], where: siteWhere(scope), _count: true });
  const counts = { invited: 0, connecting: 0, active: 0, revoked: 0 };
  for (const { state, _count } of rows) counts[state] = _count;
  return counts;
}

/** Users by name or reference, for a picker. */
export async function searchLinkedUsers(scope: Scope, db: Db, siteId: string, q: string, limit: number) {
  const pattern = containing(q);
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
  insistOnSite(scope, user.siteId);
  const now = await readTime(tx);
  const data = [{ ...user, state: "invited", stateSince: now, createdAt: now } as const];
  return (await tx.linkedUser.createMany({ data, skipDuplicates: true })).count === 1;
}

/** What on the connect pages of a scope needs attention. */
export interface ConnectAttention {
  /** Users who said that their link was not for them, in the last 30 days, with no newer link. */
  readonly notMe: number;
  /**
   * Users whose browser reported a token that no webhook delivered within five minutes, and who have none since.
   */
  readonly unconfirmed: number;
}

/**
 * The users that each figure counts: a condition on `linked_users u`, for the figure and for the list behind it.
 */
const NEEDS_ATTENTION = {
  not_me: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_sessions cs
    WHERE cs.cancelled_by = 'end_user' AND cs.cancelled_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT 1 FROM connect_sessions later
        -- What the person asks for by themselves is nobody's look.
        WHERE later.linked_user_id = cs.linked_user_id AND later.created_at > cs.cancelled_at
          AND later.reconnect_of IS NULL))`,
  unconfirmed: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_events ce
      JOIN connect_attempts ca ON ca.id = ce.attempt_id JOIN connect_sessions cs ON cs.id = ca.session_id
    WHERE ce.name = 'onTokenCreated' AND ce.received_at BETWEEN now() - interval '30 days' AND now() - interval '5 minutes'
      AND NOT EXISTS (SELECT 1 FROM api_tokens t
        WHERE t.site_id = cs.site_id AND t.fingerprint = ce.token_fingerprint)
      -- A page that is not served over TLS can make no digest: there the attempt says which token it was.
      AND NOT (ce.token_fingerprint IS NULL AND EXISTS (SELECT 1 FROM api_token_events e WHERE e.attempt_id = ca.id))
      AND NOT EXISTS (SELECT 1 FROM ${GRANTS} t
        WHERE t.linked_user_id = cs.linked_user_id AND t.granted_at > ce.received_at))`,
} as const;

/** Counts the users with a problem on a connect page that only staff can solve. */
export async function countConnectAttention(scope: Scope, db: Db): Promise<ConnectAttention> {
  const people = Prisma.sql`FROM linked_users u WHERE ${inScope(scope, "u.site_id")}`;
  const [row] = await db.$queryRaw<ConnectAttention[]>`
    SELECT (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.not_me}) AS "notMe",
      (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.unconfirmed}) AS unconfirmed`;
  return row ?? { notMe: 0, unconfirmed: 0 };
}
