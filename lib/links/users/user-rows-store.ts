import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { linkedUsers } from "@/lib/db/access/personal-data";
import type { Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Standing } from "@/lib/links/standing/standing";
import type { UserState } from "@/lib/links/standing/user-state";

/** A linked user as lists show them. `volume30` is what their cards settled or authorised in 30 days. */
export interface LinkedUserRow {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly state: UserState;
  readonly stateSince: Date;
  readonly standing: Standing;
  readonly standingSince: Date | null;
  readonly unopened: boolean;
  readonly unconfirmedAt: Date | null;
  readonly createdAt: Date;
  readonly linkedAt: Date | null;
  readonly cards: number;
  readonly lastTransactionAt: Date | null;
  readonly count30: number;
  readonly volume30: string;
  /** There are more payments in 30 days than were counted. */
  readonly isMore30: boolean;
  readonly tags: readonly string[];
  /** Since when they get no e-mails; null: they do. */
  readonly mailsStoppedAt: Date | null;
}

/** Payments of one card that are read for the sums of 30 days; whoever has more is shown as "over". */
const MOST_COUNTED = 1_000;

const COLUMNS =
  Prisma.raw(`u.id, u.site_id AS "siteId", u.name, u.email, u.external_reference AS "externalReference",
  u.state::text AS state, u.state_since AS "stateSince", u.standing, u.standing_since AS "standingSince", u.unopened,
  u.unconfirmed_at AS "unconfirmedAt",
  u.created_at AS "createdAt", u.linked_at AS "linkedAt", s.cards, s."lastTransactionAt", s.count30, s.volume30, s."isMore30",
  ARRAY(SELECT g.tag FROM linked_user_tags g WHERE g.linked_user_id = u.id ORDER BY g.tag) AS tags,
  u.mails_stopped_at AS "mailsStoppedAt"`);
// Each card by its own index, and of each no more than is shown.
const FACTS = Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS cards, max(l.at) AS "lastTransactionAt", COALESCE(sum(m.count), 0)::int AS count30,
      COALESCE(sum(m.volume), 0)::text AS volume30, COALESCE(bool_or(m.count >= ${MOST_COUNTED}), FALSE) AS "isMore30"
    FROM cards c
    LEFT JOIN LATERAL (
      SELECT t.bank_date AS at FROM card_transactions t
      WHERE t.card_id = c.id AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT 1
    ) l ON TRUE
    LEFT JOIN LATERAL (
      SELECT count(*) AS count,
        sum(abs(n.amount)) FILTER (WHERE n.type = ${DEBIT} AND n.status = ANY(${[...SPENT_LETTERS]})) AS volume
      FROM (
        SELECT t.amount, t.type, t.status FROM card_transactions t
        WHERE t.card_id = c.id AND t.bank_date > now() - interval '30 days' AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT ${MOST_COUNTED}
      ) n
    ) m ON TRUE
    WHERE c.linked_user_id = u.id
  ) s`;

/** Users by id, in the order of the ids; ids out of scope must have been left out before. */
export async function loadLinkedUsers(
  scope: Scope,
  db: Db,
  ids: readonly string[],
): Promise<(LinkedUserRow & { language: string | null })[]> {
  if (ids.length === 0) return [];
  return db.$queryRaw<(LinkedUserRow & { language: string | null })[]>`
    SELECT ${COLUMNS}, u.language FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    JOIN ${linkedUsers(scope)} u ON u.id = wanted.id ${FACTS} ORDER BY wanted.place`;
}
