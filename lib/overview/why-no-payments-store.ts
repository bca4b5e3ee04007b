import { linkedUsers, seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { GRANTS } from "@/lib/links/standing/grants-sql";

/** What can keep payments of a user away, in the order in which one looks. */
export interface PaymentChecks {
  readonly hasToken: boolean;
  /** When the newest grant ended, whatever was tried with links since. */
  readonly revokedAt: Date | null;
  readonly cards: readonly { readonly id: string; readonly cardRef: string; readonly lastAt: Date | null }[];
  /** Cards of their accounts that no linked user owns. */
  readonly unattributed: number;
  /** Deliveries of their site that need somebody, since their last payment, counted up to `MOST`. */
  readonly waiting: {
    readonly held: number;
    readonly quarantined: number;
    readonly parked: number;
  };
  /** When a card payment of anybody on the site last arrived. */
  readonly siteHeardAt: Date | null;
}

/** More of them than this are said to be that many and more. */
const MOST_WAITING = 1_000;
const MOST_CARDS = 50;

/** Reads what can keep payments of a user away; null if the scope has no such user. */
export async function readPaymentChecks(scope: Scope, db: Db, userId: string): Promise<PaymentChecks | null> {
  const [row] = await db.$queryRaw<
    (Omit<PaymentChecks, "waiting" | "cards"> & PaymentChecks["waiting"] & { cards: StoredCard[] })[]
  >`
    SELECT u.standing = 'active' AS "hasToken", CASE WHEN u.standing <> 'active' THEN g.revoked_at END AS "revokedAt",
      c.cards, a.unattributed, w.*, heard.at AS "siteHeardAt"
    FROM ${linkedUsers(scope)} u
    LEFT JOIN LATERAL (
      SELECT g.revoked_at FROM ${GRANTS} g WHERE g.linked_user_id = u.id
      ORDER BY g.granted_timestamp DESC, g.id DESC LIMIT 1
    ) g ON TRUE
    CROSS JOIN LATERAL (
      SELECT COALESCE(jsonb_agg(jsonb_build_object('id', c.id, 'cardRef', c.card_ref, 'lastAt', l.at) ORDER BY c.card_ref), '[]') AS cards,
        max(l.at) AS "lastAt"
      FROM (SELECT id, card_ref FROM ${seenCards(scope)} k WHERE linked_user_id = u.id ORDER BY card_ref LIMIT ${MOST_CARDS}) c
      LEFT JOIN LATERAL (
        SELECT t.bank_date AS at FROM card_transactions t
        WHERE t.card_id = c.id AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT 1
      ) l ON TRUE
    ) c
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS unattributed FROM cards o WHERE o.linked_user_id IS NULL AND o.site_id = u.site_id
        AND o.acc_id IN (SELECT m.acc_id FROM cards m WHERE m.linked_user_id = u.id
          UNION SELECT m.acc_id FROM card_accounts m WHERE m.linked_user_id = u.id AND m.site_id = u.site_id)
    ) a
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE d.verdict = 'held')::int AS held,
        count(*) FILTER (WHERE d.verdict = 'quarantined')::int AS quarantined,
        count(*) FILTER (WHERE d.processing = 'parked')::int AS parked
      FROM (
        SELECT d.verdict, d.processing FROM deliveries d
        WHERE d.site_id = u.site_id AND d.decision IS NULL
          AND (d.verdict IN ('held', 'quarantined') OR d.processing = 'parked')
          AND d.received_at > GREATEST(COALESCE(c."lastAt", u.linked_at, u.created_at), now() - interval '90 days')
        ORDER BY d.received_at DESC LIMIT ${MOST_WAITING}
      ) d
    ) w
    LEFT JOIN LATERAL (
      SELECT d.received_at AS at FROM deliveries d
      WHERE d.site_id = u.site_id AND d.verdict = 'accepted' AND d.event_name = 'card_transaction_received'
        AND d.received_at > now() - interval '90 days'
      ORDER BY d.received_at DESC, d.id DESC LIMIT 1
    ) heard ON TRUE
    WHERE u.id = ${userId}::uuid AND ${inScope(scope, "u.site_id")}`;
  if (row === undefined) return null;
  const { held, quarantined, parked, cards, ...checks } = row;
  const read = cards.map(({ lastAt, ...card }) => ({
    ...card,
    lastAt: lastAt === null ? null : new Date(lastAt),
  }));
  return { ...checks, cards: read, waiting: { held, quarantined, parked } };
}

/** Times are text: they come as JSON. */
interface StoredCard {
  readonly id: string;
  readonly cardRef: string;
  readonly lastAt: string | null;
}
