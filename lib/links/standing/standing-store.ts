import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { GRANTS } from "./grants-sql";
import { DECISIVE_EVENTS, type DerivedStanding, type LinkFacts, type StandingFacts } from "./standing";
import { addStandings } from "./standing-counts-store";
import type { UserState } from "./user-state";

/** What a flood of openings leaves out: older links, attempts and events decide nothing any more. */
const MOST_LINKS = 20;
const MOST_ATTEMPTS = 20;
const MOST_EVENTS = 200;

/** A user with everything that their state and standing follow from. */
export interface UserFacts extends StandingFacts {
  readonly id: string;
  readonly siteId: string;
  readonly hadToken: boolean;
}

interface StoredFacts extends Omit<UserFacts, "links"> {
  readonly links: readonly StoredLink[] | null;
}

/** Times are text: they come as JSON. */
interface StoredLink {
  readonly state: LinkFacts["state"];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly attempts:
    | readonly {
        readonly at: string;
        readonly events: readonly { readonly name: string; readonly at: string }[] | null;
      }[]
    | null;
}

/**
 * The bank has told us of the token, whoever owns it now. A page that is not served over TLS can make no digest: there
 * the attempt says which token it was.
 */
const TOLD = Prisma.sql`(EXISTS (SELECT 1 FROM api_tokens t WHERE t.site_id = u.site_id AND t.fingerprint = token_fingerprint)
  OR (token_fingerprint IS NULL AND EXISTS (SELECT 1 FROM api_token_events w WHERE w.attempt_id = a.id)))`;

/** Reads what the states of users follow from, and locks the users until the transaction ends. */
export async function lockUserFacts(scope: Scope, tx: Db, ids: readonly string[]): Promise<UserFacts[]> {
  const sorted = [...new Set(ids)].sort();
  // Locked first: a state derived before could overwrite one that somebody else derived from more.
  await tx.$queryRaw`SELECT 1 FROM linked_users WHERE id = ANY(${sorted}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const rows = await tx.$queryRaw<StoredFacts[]>`
    SELECT u.id, u.site_id AS "siteId", k.*, l.links
    FROM linked_users u
    CROSS JOIN LATERAL (
      SELECT COALESCE(bool_or(g.state = 'active'), FALSE) AS "hasActiveToken", count(*) > 0 AS "hadToken",
        max(COALESCE(g.revoked_at, g.granted_at, g.first_seen_at)) AS "revokedAt", max(g.granted_at) AS "linkedAt"
      FROM ${GRANTS} g WHERE g.linked_user_id = u.id
    ) k
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('state', s.state, 'createdAt', s.created_at, 'expiresAt', s.expires_at,
        'attempts', a.attempts)) AS links
      FROM (
        SELECT id, state, created_at, expires_at FROM connect_sessions WHERE linked_user_id = u.id
        ORDER BY created_at DESC LIMIT ${MOST_LINKS}
      ) s CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('at', a.created_at, 'events', e.events)) AS attempts
        FROM (
          SELECT id, created_at, device, user_agent FROM connect_attempts WHERE session_id = s.id
          ORDER BY created_at DESC LIMIT ${MOST_ATTEMPTS}
        ) a CROSS JOIN LATERAL (
          SELECT jsonb_agg(jsonb_build_object('name', e.name, 'at', e.received_at) ORDER BY e.seq) AS events
          FROM (
            SELECT seq, name, received_at FROM connect_events
            WHERE attempt_id = a.id AND name = ANY(${[...DECISIVE_EVENTS]}) AND NOT (name = 'onTokenCreated' AND ${TOLD})
            ORDER BY seq DESC LIMIT ${MOST_EVENTS}
          ) e
        ) e
        -- What was made for a button elsewhere is no opening of a page.
        WHERE a.device IS NOT NULL OR a.user_agent IS NOT NULL OR e.events IS NOT NULL
      ) a
    ) l
    WHERE u.id = ANY(${sorted}::uuid[]) AND ${inScope(scope, "u.site_id")}`;
  return rows.map(({ links, ...row }) => ({ ...row, links: (links ?? []).map(toLink) }));
}

function toLink({ state, createdAt, expiresAt, attempts }: StoredLink): LinkFacts {
  return {
    state,
    createdAt: new Date(createdAt),
    expiresAt: new Date(expiresAt),
    attempts: (attempts ?? []).map(({ at, events }) => ({
      at: new Date(at),
      events: (events ?? []).map((event) => ({ name: event.name, at: new Date(event.at) })),
    })),
  };
}

/** What was derived for a user. */
export interface DerivedUser extends DerivedStanding {
  readonly id: string;
  readonly state: UserState;
  readonly linkedAt: Date | null;
}

/** A user whose state or standing changed. */
export interface ChangedUser {
  readonly id: string;
  readonly siteId: string;
  readonly state: UserState;
  /** Whether they gave access, again or for the first time, or have none any more. */
  readonly access: "given" | "lost" | null;
}

/**
 * Writes what was derived.
 *
 * @returns those whose state or standing changed; not those that never had a standing, since that is no news
 */
export async function writeUserStates(
  scope: Scope,
  tx: Db,
  derived: readonly DerivedUser[],
): Promise<ChangedUser[]> {
  const changed = await tx.$queryRaw<(ChangedUser & { isNews: boolean })[]>`
    WITH changed AS (
    UPDATE linked_users u SET state = d.state::linked_user_state, standing = d.standing,
      standing_since = COALESCE(d.since, CASE WHEN u.standing = d.standing THEN u.standing_since ELSE now() END),
      standing_due_at = d."dueAt", unopened = d.unopened, unconfirmed_at = d."unconfirmedAt", linked_at = d."linkedAt",
      state_since = CASE WHEN u.state::text = d.state THEN u.state_since ELSE now() END
    FROM jsonb_to_recordset(${jsonRows([...derived].map((row) => ({ ...row })))}::jsonb) AS d(id uuid, state text, standing text,
      since timestamptz, "dueAt" timestamptz, unopened boolean, "unconfirmedAt" timestamptz, "linkedAt" timestamptz)
    JOIN linked_users b ON b.id = d.id
    WHERE u.id = d.id AND ${inScope(scope, "u.site_id")}
      AND (b.state::text, b.standing, b.unopened, b.standing_due_at, b.unconfirmed_at, b.linked_at)
        IS DISTINCT FROM (d.state, d.standing, d.unopened, d."dueAt", d."unconfirmedAt", d."linkedAt")
    RETURNING u.id, u.site_id, u.state::text AS state, b.standing AS before, u.standing, CASE
        WHEN u.state = 'active' AND (b.state <> 'active' OR (u.linked_at > b.linked_at)) THEN 'given'
        WHEN u.state <> 'active' AND (b.state = 'active' OR (u.state = 'revoked' AND b.state <> u.state)
          OR (u.state = 'revoked' AND u.linked_at > b.linked_at)) THEN 'lost' END AS access,
      (b.state <> u.state
      OR (b.standing <> u.standing AND b.standing_due_at IS DISTINCT FROM 'epoch'::timestamptz)) AS "isNews"
    ), counted AS (
      ${addStandings(Prisma.sql`
        SELECT site_id, before AS standing, -1 AS n FROM changed UNION ALL SELECT site_id, standing, 1 FROM changed`)}
    )
    SELECT id, site_id AS "siteId", state, access, "isNews" FROM changed`;
  return changed
    .filter(({ isNews, access }) => isNews || access !== null)
    .map(({ isNews: _, ...user }) => user);
}

/** Users whose standing has changed by itself, or was never derived. */
export async function listDueStandings(scope: Scope, tx: Db, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM linked_users u WHERE standing_due_at <= now() AND ${inScope(scope, "u.site_id")}
    ORDER BY standing_due_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
