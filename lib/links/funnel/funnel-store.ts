import { linkedUsers, seenAccounts } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { GRANTS } from "@/lib/links/standing/grants-sql";

/** The filters of the funnel. */
export interface FunnelFilters {
  readonly days: 7 | 30 | 90;
  readonly language?: "en" | "fr" | undefined;
  readonly device?: "phone" | "tablet" | "desktop" | undefined;
}

/** The progress of connect links: each link counts once, at the furthest step of its attempts. */
export interface Funnel {
  readonly opened: number;
  readonly clicked: number;
  readonly popup: number;
  readonly signInShown: number;
  readonly signedIn: number;
  readonly accessShown: number;
  readonly token: number;
  readonly confirmed: number;
  /** Why links without a confirmation stopped; one can have several reasons. */
  readonly failures: {
    readonly refused: number;
    readonly signInFailed: number;
    readonly closed: number;
    readonly popupBlocked: number;
    readonly error: number;
    readonly neverClicked: number;
  };
}

/**
 * Counts connect links opened in a period, by their furthest step. A later step counts for the earlier ones: browsers
 * lose events, and the bank's word counts more than theirs.
 */
export async function readFunnel(scope: Scope, db: Db, filters: FunnelFilters): Promise<Funnel> {
  const conditions = openedWithin(scope, filters.days);
  if (filters.language !== undefined) conditions.push(Prisma.sql`a.language = ${filters.language}`);
  if (filters.device !== undefined) conditions.push(Prisma.sql`a.device = ${filters.device}`);
  const [row] = await db.$queryRaw<(Omit<Funnel, "failures"> & Funnel["failures"])[]>`
    WITH seen AS (
      SELECT a.session_id, e.name, t.id IS NOT NULL AS brought FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
        LEFT JOIN connect_events e ON e.attempt_id = a.id LEFT JOIN ${GRANTS} t ON t.attempt_id = a.id
      WHERE ${Prisma.join(conditions, " AND ")}
    ), links AS (
      SELECT session_id, bool_or(name = 'onClickLoginButton') AS click, bool_or(name = 'onDisplayPopup') AS popup,
        bool_or(name = 'onDisplayLoginFormScreen') AS form, bool_or(name = 'onLoginSucceeded') AS login,
        bool_or(name = 'onDisplayScopeAcceptanceScreen') AS access, bool_or(name = 'onTokenCreated') AS token,
        bool_or(name = 'onClickRefuseButton') AS refused, bool_or(name = 'onLoginFailed') AS failed,
        bool_or(name IN ('onClickQuitButton', 'onClosePopup')) AS closed, bool_or(name = 'onError') AS error,
        bool_or(brought) AS confirmed
      FROM seen GROUP BY session_id
    ), far AS (
      SELECT *, CASE WHEN confirmed THEN 7 WHEN token THEN 6 WHEN access THEN 5 WHEN login THEN 4 WHEN form THEN 3
        WHEN popup THEN 2 WHEN click THEN 1 ELSE 0 END AS step FROM links
    )
    SELECT count(*)::int AS opened, count(*) FILTER (WHERE step >= 1)::int AS clicked,
      count(*) FILTER (WHERE step >= 2)::int AS popup, count(*) FILTER (WHERE step >= 3)::int AS "signInShown",
      count(*) FILTER (WHERE step >= 4)::int AS "signedIn", count(*) FILTER (WHERE step >= 5)::int AS "accessShown",
      count(*) FILTER (WHERE step >= 6)::int AS token, count(*) FILTER (WHERE confirmed)::int AS confirmed,
      count(*) FILTER (WHERE step < 6 AND refused)::int AS refused,
      count(*) FILTER (WHERE step < 6 AND failed)::int AS "signInFailed",
      count(*) FILTER (WHERE step < 6 AND closed AND refused IS NOT TRUE)::int AS closed,
      count(*) FILTER (WHERE step = 1)::int AS "popupBlocked",
      count(*) FILTER (WHERE step < 6 AND error)::int AS error,
      count(*) FILTER (WHERE step = 0)::int AS "neverClicked"
    FROM far`;
  if (row === undefined) throw new Error("an aggregate has one row");
  const { refused, signInFailed, closed, popupBlocked, error, neverClicked, ...steps } = row;
  return { ...steps, failures: { refused, signInFailed, closed, popupBlocked, error, neverClicked } };
}

/** Whether any connect link was opened in the last days. */
export async function hasFunnel(scope: Scope, db: Db, days: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
      WHERE ${Prisma.join(openedWithin(scope, days), " AND ")}) AS found`;
  return row?.found === true;
}

function openedWithin(scope: Scope, days: number) {
  return [
    Prisma.sql`a.created_at > now() - make_interval(days => ${days}::int)`,
    inScope(scope, "s.site_id"),
    // An attempt for a button on another page is not an opening of our page.
    Prisma.sql`(a.browser_hash IS NOT NULL OR EXISTS (SELECT 1 FROM connect_events e WHERE e.attempt_id = a.id))`,
  ];
}

/** An account whose cards belong to more than one linked user: a link may have reached the wrong person. */
export interface SharedAccount {
  readonly accId: string;
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

/** How many accounts belong to more than one linked user, counted up to `most`; those that staff called joint do not count. */
export async function countSharedAccounts(scope: Scope, db: Db, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM card_accounts a WHERE a.owners > 1 AND a.sharing IS DISTINCT FROM 'joint' AND ${inScope(scope, "a.site_id")} LIMIT ${most}
    ) shared`;
  return row?.count ?? 0;
}

/** Accounts of more than one linked user, without those that staff called joint. */
export async function listSharedAccounts(scope: Scope, db: Db, limit: number): Promise<SharedAccount[]> {
  return db.$queryRaw<SharedAccount[]>`
    SELECT k.acc_id AS "accId", jsonb_agg(DISTINCT jsonb_build_object('id', u.id, 'name', u.name)) AS users
    FROM (
      SELECT a.id, a.site_id, a.acc_id FROM card_accounts a WHERE a.owners > 1 AND a.sharing IS DISTINCT FROM 'joint' AND ${inScope(scope, "a.site_id")}
      ORDER BY a.acc_id LIMIT ${limit}
    ) s JOIN cards c ON c.site_id = s.site_id AND c.acc_id = s.acc_id AND c.account_id = s.id
      JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id JOIN ${seenAccounts(scope)} k ON k.id = s.id
    GROUP BY s.id, k.acc_id ORDER BY k.acc_id, s.id`;
}
