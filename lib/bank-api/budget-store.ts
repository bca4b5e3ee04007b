import { insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** The budget of a site, as settings show it. */
export interface Budget {
  readonly callsPerSecond: number;
  readonly callsPerDay: number;
  /** How many times both are halved at the moment. */
  readonly halvings: number;
  readonly usedToday: number;
}

/** Whether a call may be made: now, after a short wait that the caller keeps, or only later. */
export type TakenCall = { ok: true; waitMs: number } | { ok: false; retryAfterMs: number };

/** A wait within one call; whoever would wait longer comes back later. */
const LONGEST_WAIT_MS = 2_000;
const MOST_HALVINGS = 6;
/** Each hour without another "too many" undoes a halving. */
const HALVING = "1 hour";

/**
 * Takes one call from a site's budget, in one statement: replicas share it. The reserved moment is at least
 * 1/callsPerSecond after the one reserved before.
 */
export async function takeCall(_: SystemScope, db: Db, siteId: string): Promise<TakenCall> {
  await db.$executeRaw`
    INSERT INTO bank_api_budgets (site_id, next_at, day) SELECT id, now(), (now() AT TIME ZONE 'Europe/Paris')::date
    FROM sites WHERE id = ${siteId}::uuid ON CONFLICT (site_id) DO NOTHING`;
  const [taken] = await db.$queryRaw<{ waitMs: number }[]>`
    WITH today AS (SELECT (now() AT TIME ZONE 'Europe/Paris')::date AS day), fading AS (
      SELECT b.site_id, GREATEST(b.halvings - floor(extract(epoch FROM now() - COALESCE(b.halved_at, now()))
        / extract(epoch FROM ${HALVING}::interval))::int, 0) AS halvings
      FROM bank_api_budgets b WHERE b.site_id = ${siteId}::uuid
    )
    UPDATE bank_api_budgets b SET
      next_at = GREATEST(b.next_at, clock_timestamp())
        + (interval '1 second' * (2 ^ f.halvings) / GREATEST(b.calls_per_second, 1)),
      used = CASE WHEN b.day = t.day THEN b.used + 1 ELSE 1 END, day = t.day
    FROM today t, fading f
    WHERE f.site_id = b.site_id AND b.site_id = ${siteId}::uuid
      AND b.next_at <= clock_timestamp() + ${LONGEST_WAIT_MS} * interval '1 millisecond'
      AND (b.day <> t.day OR b.used < b.calls_per_day / (2 ^ f.halvings))
    RETURNING GREATEST(floor(extract(epoch FROM b.next_at - clock_timestamp()) * 1000
      - 1000 * (2 ^ f.halvings) / GREATEST(b.calls_per_second, 1)), 0)::int AS "waitMs"`;
  if (taken !== undefined) return { ok: true, waitMs: taken.waitMs };
  const [spent] = await db.$queryRaw<{ nextMs: number; dayMs: number; full: boolean }[]>`
    SELECT GREATEST(ceil(extract(epoch FROM next_at - clock_timestamp()) * 1000), 0)::int AS "nextMs",
      ceil(extract(epoch FROM ((day + 1)::timestamp AT TIME ZONE 'Europe/Paris') - clock_timestamp()) * 1000)::int AS "dayMs",
      next_at <= clock_timestamp() + ${LONGEST_WAIT_MS} * interval '1 millisecond' AS full
    FROM bank_api_budgets WHERE site_id = ${siteId}::uuid`;
  return { ok: false, retryAfterMs: Math.max(spent?.full ? spent.dayMs : (spent?.nextMs ?? 0), 1_000) };
}

/** Halves a site's budget: the bank said that it calls too often. At most once a minute, however many calls it refused. */
export async function slowDown(_: SystemScope, db: Db, siteId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE bank_api_budgets SET halved_at = now(), halvings = LEAST(1 + GREATEST(halvings - floor(
      extract(epoch FROM now() - COALESCE(halved_at, now())) / extract(epoch FROM ${HALVING}::interval))::int, 0),
      ${MOST_HALVINGS})
    WHERE site_id = ${siteId}::uuid AND (halved_at IS NULL OR halved_at < now() - interval '1 minute')`;
}

/** A site's budget as it is now. */
export async function readBudget(scope: Scope, db: Db, siteId: string): Promise<Budget> {
  insistOnSite(scope, siteId);
  const [row] = await db.$queryRaw<Budget[]>`
    SELECT calls_per_second AS "callsPerSecond", calls_per_day AS "callsPerDay",
      GREATEST(halvings - floor(extract(epoch FROM now() - COALESCE(halved_at, now()))
        / extract(epoch FROM ${HALVING}::interval))::int, 0) AS halvings,
      CASE WHEN day = (now() AT TIME ZONE 'Europe/Paris')::date THEN used ELSE 0 END AS "usedToday"
    FROM bank_api_budgets WHERE site_id = ${siteId}::uuid`;
  return row ?? DEFAULT_BUDGET;
}

/** Of a site that never called: the defaults of the schema. */
const DEFAULT_BUDGET: Budget = { callsPerSecond: 2, callsPerDay: 2_000, halvings: 0, usedToday: 0 };

/** Sets the limits of a site's budget. */
export async function writeBudget(
  scope: Scope,
  tx: Db,
  siteId: string,
  limits: Pick<Budget, "callsPerSecond" | "callsPerDay">,
): Promise<void> {
  insistOnSite(scope, siteId);
  const now = new Date();
  await tx.bankApiBudget.upsert({
    where: { siteId },
    create: { siteId, ...limits, nextAt: now, day: new Date(now.toISOString().slice(0, 10)) },
    update: limits,
  });
}
