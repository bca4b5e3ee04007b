import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { shownMerchant } from "@/lib/db/called-merchant";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { GRANTS } from "@/lib/links/standing/grants-sql";
import type { TimelineCursor, TimelineEntry, TimelinePart } from "./timeline";

/** A line as stored: the details that a browser reported are sealed. */
export interface StoredTimelineEntry extends Omit<TimelineEntry, "violation"> {
  readonly seq: number;
  readonly second: Date;
  readonly eventId: string | null;
  readonly siteId: string | null;
  readonly sealed: Uint8Array | null;
}

/** Whose timeline, and how much of it. */
interface Asked {
  readonly userId: string;
  readonly parts: readonly TimelinePart[];
  readonly after: TimelineCursor | null;
  readonly limit: number;
}

/** One page of a user's timeline, newest first: links, attempts, browser events, tokens, payments, deliveries, staff. */
export async function readTimeline(scope: Scope, db: Db, asked: Asked): Promise<StoredTimelineEntry[]> {
  const sources = asked.parts.flatMap((part) => SOURCES[part](scope, asked));
  const after = isAfter(asked, Prisma.sql`at`, Prisma.sql`seq`, Prisma.sql`kind || id`);
  return db.$queryRaw<StoredTimelineEntry[]>`
    SELECT kind || id AS id, at, date_trunc('second', at) AS second, kind, name, detail, seq, target, amount, type,
      "eventId", "siteId", sealed
    FROM (${Prisma.join([...sources], " UNION ALL ")}) timeline WHERE ${after}
    ORDER BY date_trunc('second', at) DESC, seq DESC, kind || id DESC LIMIT ${asked.limit}`;
}

/** That a line comes after the cursor's. */
function isAfter({ after }: Asked, at: Prisma.Sql, seq: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  if (after === null) return Prisma.sql`TRUE`;
  return Prisma.sql`(date_trunc('second', ${at}), ${seq}, ${id}) < (${after.second}, ${after.seq}::int, ${after.id})`;
}

/** That a payment `p` comes after the cursor's line, and counts: one that was joined to another is told as that one. */
function isListed(asked: Asked): Prisma.Sql {
  const after = isAfter(asked, Prisma.sql`p.bank_date`, Prisma.sql`500`, Prisma.sql`'payment' || p.id`);
  return Prisma.sql`p.joined_to_id IS NULL AND ${after}`;
}

/** Columns that a source leaves empty. */
const NO_TARGET = Prisma.sql`NULL::text AS target, NULL::text AS amount, NULL::text AS type`;
const NO_SEAL = Prisma.sql`NULL::uuid AS "eventId", NULL::uuid AS "siteId", NULL::bytea AS sealed`;

/** The end of what a source needs to read: everything of the cursor's own second is read once more, and left out above. */
function endOf({ after }: Asked): Date | null {
  return after === null ? null : new Date(after.second.getTime() + 1_000);
}

const SOURCES: Readonly<Record<TimelinePart, (scope: Scope, asked: Asked) => Prisma.Sql[]>> = {
  connect: (scope, { userId }) => {
    const sessions = Prisma.sql`connect_sessions s WHERE s.linked_user_id = ${userId}::uuid AND ${inScope(scope, "s.site_id")}`;
    const attempts = Prisma.sql`(SELECT a.*, s.site_id FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
      WHERE s.linked_user_id = ${userId}::uuid AND ${inScope(scope, "s.site_id")}) a`;
    return [
      Prisma.sql`SELECT m.id::text AS id, COALESCE(m.ended_at, m.created_at) AS at, 'mail' AS kind, m.purpose || '_' || m.state AS name,
        m.answer AS detail, 0 AS seq, ${NO_TARGET}, ${NO_SEAL}
        FROM linked_user_mails m WHERE m.linked_user_id = ${userId}::uuid AND ${inScope(scope, "m.site_id")}`,
      Prisma.sql`SELECT s.id::text AS id, s.cancelled_at AS at, 'session' AS kind, 'not_me' AS name, NULL AS detail,
        0 AS seq, ${NO_TARGET}, ${NO_SEAL} FROM ${sessions} AND s.cancelled_by = 'end_user'`,
      // What was made for a button elsewhere is no opening of a page.
      Prisma.sql`SELECT a.id::text, a.created_at, 'attempt', 'opened', a.support_code, 0, ${NO_TARGET}, ${NO_SEAL}
        FROM ${attempts} WHERE a.device IS NOT NULL OR a.user_agent IS NOT NULL`,
      Prisma.sql`SELECT e.id::text, e.received_at, 'browser', e.name, a.support_code, e.seq, ${NO_TARGET}, e.id, a.site_id,
        e.detail_sealed FROM ${attempts} JOIN connect_events e ON e.attempt_id = a.id`,
    ];
  },
  tokens: (scope, { userId }) => [
    Prisma.sql`SELECT e.delivery_id::text AS id, e.received_at AS at, 'token' AS kind, CASE WHEN e.event_name = 'token_created'
          AND e.received_at = t.granted_at AND EXISTS (SELECT 1 FROM ${GRANTS} o
            WHERE o.linked_user_id = t.linked_user_id AND o.id <> t.id
              AND (o.granted_timestamp, o.id) < (t.granted_timestamp, t.id) AND o.granted_at < t.granted_at
              AND (o.revoked_at IS NULL OR o.revoked_at > t.granted_at))
        THEN 'token_replaced' ELSE e.event_name END AS name, e.delivery_id::text AS detail, 1000 AS seq, ${NO_TARGET}, ${NO_SEAL}
      FROM ${tokenEvents(scope, userId)}`,
  ],
  payments: (scope, asked) => [
    Prisma.sql`SELECT t.id::text AS id, t.bank_date AS at, 'payment' AS kind, ${shownMerchant("t")} AS name, t.status AS detail,
        500 AS seq, t.id::text AS target, t.amount::text AS amount, t.type AS type, ${NO_SEAL}
      FROM ${payments(scope, asked, asked.limit, isListed(asked))}`,
  ],
  deliveries: (scope, asked) => [
    Prisma.sql`SELECT d.id::text AS id, d.received_at AS at, 'delivery' AS kind, COALESCE(d.event_name, '') AS name,
        CASE WHEN d.current_try > 1 THEN d.current_try || '/' || d.max_tries END AS detail, 900 AS seq,
        d.id::text AS target, NULL::text AS amount, NULL::text AS type, ${NO_SEAL}
      FROM deliveries d WHERE d.id IN (
        SELECT e.delivery_id FROM ${tokenEvents(scope, asked.userId)}
        UNION SELECT v.delivery_id FROM ${payments(scope, asked, asked.limit * REACH, Prisma.sql`TRUE`)}
          JOIN transaction_versions v ON v.transaction_id = t.id WHERE v.delivery_id IS NOT NULL)`,
  ],
  staff: (scope, { userId }) => [
    Prisma.sql`SELECT a.seq::text AS id, a.at, 'staff' AS kind, a.action AS name, a.actor_name AS detail, 0 AS seq,
        ${NO_TARGET}, ${NO_SEAL}
      FROM audit_entries a WHERE a.outcome = 'done' AND a.action <> 'linked_user.viewed' AND EXISTS (SELECT 1 FROM ${linkedUsers(scope)} u
          WHERE u.id = ${userId}::uuid AND ${inScope(scope, "u.site_id")})
        AND ((a.target_type = 'linked_user' AND a.target_id = ${userId}) OR a.subject_id = ${userId}::uuid)`,
  ],
};

/**
 * How many payments are looked through for the deliveries of a page, in pages. A delivery comes soon after its payment;
 * one that came later than all those payments is on the payment's own page.
 */
const REACH = 4;

/** Events of the tokens that a user owns or owned, each under the grant it belongs to: `t` and `e`. */
function tokenEvents(scope: Scope, userId: string): Prisma.Sql {
  return Prisma.sql`${GRANTS} t JOIN api_token_events e ON e.token_id = t.token_id
    AND t.id = COALESCE((SELECT g.token_id::text || '/' || g.ordinal FROM ended_grants g
      WHERE g.token_id = e.token_id AND e.fold_timestamp <= g.ended_timestamp ORDER BY g.ordinal LIMIT 1), e.token_id::text)
    AND t.linked_user_id = ${userId}::uuid AND ${inScope(scope, "t.site_id")}`;
}

/**
 * The newest payments of a user's cards, of each card by its own index: `t`. What happened in one second is told in the
 * order of ids, so the second in which the limit falls is read whole: many payments may be of one instant.
 */
function payments(scope: Scope, asked: Asked, limit: number, where: Prisma.Sql): Prisma.Sql {
  const end = endOf(asked);
  const bound = end === null ? Prisma.sql`TRUE` : Prisma.sql`p.bank_date < ${end}`;
  const mine = Prisma.sql`card_transactions p WHERE p.card_id = c.id AND ${bound} AND ${where}`;
  return Prisma.sql`(SELECT n.* FROM cards c CROSS JOIN LATERAL (
      SELECT date_trunc('second', min(l.bank_date)) AS second
      FROM (SELECT p.bank_date FROM ${mine} ORDER BY p.bank_date DESC LIMIT ${limit}) l
    ) last CROSS JOIN LATERAL (
      SELECT p.id, p.bank_date, p.merchant, p.merchant_id, p.status, p.amount, p.type FROM ${mine} AND p.bank_date >= last.second
      ORDER BY date_trunc('second', p.bank_date) DESC, p.id DESC LIMIT ${limit}
    ) n WHERE c.linked_user_id = ${asked.userId}::uuid AND ${inScope(scope, "c.site_id")}
    ORDER BY date_trunc('second', n.bank_date) DESC, n.id DESC LIMIT ${limit}) t`;
}
