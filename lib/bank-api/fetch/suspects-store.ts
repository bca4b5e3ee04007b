import { CREDIT, DEBIT, lettersOf } from "@/lib/anytime/values/transaction-status";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** Why payments of a linked user may be lost. */
export const SUSPICIONS = ["late_try", "balance"] as const;
export type Suspicion = (typeof SUSPICIONS)[number];

/** Somebody whose payments may be lost. */
export interface Suspect {
  readonly siteId: string;
  readonly userId: string;
  readonly why: Suspicion;
}

/** A stretch of time in which deliveries arrived: the beginning is not in it. */
export interface Stretch {
  readonly after: Date;
  readonly until: Date;
}

/** More deliveries of a site than this are not looked at: a fetch would not be their first help. */
const MOST_LOOKED_AT = 500;
/** So many of a card's latest payments say which balances its account had. */
const LATEST = 30;
/** Who was suspected is left alone for so long. A balance also changes by transfers, which we do not see. */
const QUIET: Readonly<Record<Suspicion, string>> = { late_try: "1 hour", balance: "1 day" };
/** What moves no money. */
const WITHOUT_EFFECT = [...lettersOf("declined"), ...lettersOf("reversed")];

/** Until when everything that arrived is processed. A delivery that failed is not waited for long. */
export async function readProcessedUntil(_: SystemScope, tx: Db): Promise<Date> {
  const [row] = await tx.$queryRaw<{ until: Date }[]>`
    SELECT LEAST(now() - interval '5 seconds', (
      SELECT d.received_at - interval '1 millisecond' FROM deliveries d
      WHERE d.processing = 'pending' AND d.attempts = 0 ORDER BY d.id LIMIT 1)) AS until`;
  return row?.until ?? new Date(0);
}

/** Linked users one of whose deliveries arrived in a later try than its first: what the bank sent meanwhile may be lost. */
export async function listLate(
  _: SystemScope,
  tx: Db,
  siteIds: readonly string[],
  { after, until }: Stretch,
): Promise<Suspect[]> {
  return tx.$queryRaw<Suspect[]>`
    WITH late AS (
      SELECT d.id, s.id AS site_id FROM unnest(${[...siteIds]}::uuid[]) AS s(id) CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d WHERE d.site_id = s.id AND d.current_try > 1
          AND d.received_at > ${after} AND d.received_at <= ${until} AND d.verdict = 'accepted' AND d.replay_of_id IS NULL
        ORDER BY d.received_at DESC LIMIT ${MOST_LOOKED_AT}
      ) d
    )
    SELECT DISTINCT l.site_id::text AS "siteId", COALESCE(c.linked_user_id, k.linked_user_id)::text AS "userId", 'late_try' AS why
    FROM late l
    LEFT JOIN transaction_versions v ON v.id = l.id
    LEFT JOIN card_transactions t ON t.id = v.transaction_id
    LEFT JOIN cards c ON c.id = t.card_id
    LEFT JOIN api_token_events e ON e.delivery_id = l.id
    LEFT JOIN api_tokens k ON k.id = e.token_id
    WHERE COALESCE(c.linked_user_id, k.linked_user_id) IS NOT NULL`;
}

/** What a version moves on its account, with or without its fee. Null where that is not known. */
const effectSql = (fee: string) =>
  Prisma.raw(`CASE WHEN v.status IN (${WITHOUT_EFFECT.map((letter) => `'${letter}'`).join(", ")}) THEN 0
    WHEN v.type = '${CREDIT}' THEN v.amount WHEN v.type = '${DEBIT}' THEN -v.amount - ${fee} END`);

/**
 * Linked users with a payment whose balance follows from no earlier one that we know of its account: another payment may be
 * missing before it. A balance less all that was moved until then is the same for all that follow each other; whether the
 * bank's fee is in the amount is not known, so both count. A settlement is not asked: its balance may be that of its payment.
 */
export async function listUnfollowing(
  _: SystemScope,
  tx: Db,
  siteIds: readonly string[],
  { after, until }: Stretch,
): Promise<Suspect[]> {
  return tx.$queryRaw<Suspect[]>`
    WITH came AS (
      SELECT d.id, s.id AS site_id FROM unnest(${[...siteIds]}::uuid[]) AS s(id) CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d WHERE d.site_id = s.id AND d.received_at > ${after} AND d.received_at <= ${until}
          AND d.verdict = 'accepted' AND d.replay_of_id IS NULL
        ORDER BY d.received_at DESC, d.id DESC LIMIT ${MOST_LOOKED_AT}
      ) d
    ), said AS (
      SELECT d.id, d.site_id, c.linked_user_id, c.account_id
      FROM came d JOIN transaction_versions v ON v.id = d.id JOIN card_transactions t ON t.id = v.transaction_id
      JOIN cards c ON c.id = t.card_id WHERE c.linked_user_id IS NOT NULL AND v.balance_after IS NOT NULL
    ), known AS (
      SELECT a.account_id, v.id, v.transaction_id, v.balance_after, v.fold_timestamp,
        CASE WHEN v.source = 'delivery' OR bool_or(v.source = 'delivery') OVER (PARTITION BY v.transaction_id)
          THEN v.fold_timestamp ELSE EXTRACT(EPOCH FROM t.bank_date) END AS at,
        ${effectSql("0")} AS bare, ${effectSql("COALESCE(v.fx_fee, 0)")} AS charged
      FROM (SELECT DISTINCT account_id FROM said) a JOIN cards o ON o.account_id = a.account_id CROSS JOIN LATERAL (
        SELECT t.id, t.bank_date FROM card_transactions t WHERE t.card_id = o.id ORDER BY t.bank_date DESC LIMIT ${LATEST}
      ) t JOIN transaction_versions v ON v.transaction_id = t.id
    ), moved AS (
      SELECT k.*, bare - COALESCE(lag(bare) OVER one, 0) AS bare_moved, charged - COALESCE(lag(charged) OVER one, 0) AS charged_moved,
        lag(id) OVER one IS NULL AS is_first
      FROM known k WINDOW one AS (PARTITION BY transaction_id ORDER BY at, fold_timestamp, id)
    ), less AS (
      SELECT m.account_id, m.id, m.at, m.is_first, balance_after - sum(bare_moved) OVER before AS bare,
        balance_after - sum(charged_moved) OVER before AS charged
      FROM moved m WINDOW before AS (PARTITION BY account_id ORDER BY at, fold_timestamp, id)
    )
    SELECT DISTINCT s.site_id::text AS "siteId", s.linked_user_id::text AS "userId", 'balance' AS why
    FROM said s JOIN less l ON l.id = s.id AND l.is_first CROSS JOIN LATERAL (
      SELECT bool_or(k.bare = l.bare OR k.charged = l.charged) AS follows FROM less k
      WHERE k.account_id = s.account_id AND k.at < l.at AND k.bare IS NOT NULL
    ) k
    WHERE NOT k.follows`;
}

/** How many fetches of single users of a site have not ended. */
export async function countSingleFetches(_: SystemScope, tx: Db, siteId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM jobs j WHERE j.state IN ('queued', 'running') AND j.kind = 'payments.fetch'
      AND j.key LIKE 'user:%' AND ${siteId}::uuid = ANY(j.site_ids)`;
  return row?.count ?? 0;
}

/** Notes that somebody is suspected. @returns false if they may not be read, or were suspected a short while ago */
export async function noteSuspicion(_: SystemScope, tx: Db, { userId, why }: Suspect): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE token_readings r SET suspected_at = now() FROM api_tokens t
    WHERE t.linked_user_id = ${userId}::uuid AND t.state = 'active' AND r.token_id = t.id AND r.due_at IS NOT NULL
      AND (r.suspected_at IS NULL OR r.suspected_at < now() - ${QUIET[why]}::interval)`;
  return count > 0;
}
