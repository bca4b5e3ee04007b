import { may } from "@/lib/db/access/permissions";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A token whose accounts and cards are to be read now. */
export interface DueReading {
  readonly tokenId: string;
  readonly siteId: string;
  readonly userId: string;
  readonly tokenSealed: Uint8Array;
  readonly failures: number;
}

/** Whoever claimed a token and died leaves it to others after this. */
const CLAIM = "5 minutes";

/**
 * Claims the token that is due longest: active, owned, of a site that reads and has a key.
 *
 * @param resting sites whose budget is used up, or that the bank refuses
 */
export async function claimReading(
  _: SystemScope,
  db: Db,
  resting: readonly string[],
): Promise<DueReading | null> {
  const [due] = await db.$queryRaw<DueReading[]>`
    WITH due AS (
      SELECT r.token_id FROM token_readings r JOIN api_tokens t ON t.id = r.token_id JOIN sites s ON s.id = r.site_id
      WHERE r.due_at <= now() AND (r.claimed_until IS NULL OR r.claimed_until < now())
        AND r.site_id <> ALL(${[...resting]}::uuid[]) AND t.state = 'active' AND t.linked_user_id IS NOT NULL
        AND s.reads_bank AND EXISTS (SELECT 1 FROM bank_api_keys k WHERE k.site_id = s.id)
      ORDER BY r.due_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED
    )
    UPDATE token_readings r SET claimed_until = now() + ${CLAIM}::interval FROM due, api_tokens t
    WHERE r.token_id = due.token_id AND t.id = r.token_id
    RETURNING r.token_id AS "tokenId", r.site_id AS "siteId", t.linked_user_id AS "userId",
      t.token_sealed AS "tokenSealed", r.failures`;
  return due ?? null;
}

/** Whether a token that was read meanwhile is still active and still the same user's; locked until the transaction ends. */
export async function stillReads(_: SystemScope, tx: Db, reading: DueReading): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    SELECT 1 FROM api_tokens t WHERE t.id = ${reading.tokenId}::uuid AND t.state = 'active'
      AND t.linked_user_id = ${reading.userId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/** The same without a lock: asked before each call, because no token that was revoked is used. */
export async function mayRead(_: SystemScope, db: Db, { tokenId, userId }: DueReading): Promise<boolean> {
  const token = await db.apiToken.findFirst({
    where: { id: tokenId, state: "active", linkedUserId: userId },
    select: { id: true },
  });
  return token !== null;
}

/** What reading a token ended with. */
export const READING_OUTCOMES = [
  "ok",
  "revoked",
  "expired",
  "scope",
  "our_key",
  "our_address",
  "unreachable",
  "malformed",
] as const;
export type ReadingOutcome = (typeof READING_OUTCOMES)[number];

/** Gives a claimed token back: what came of reading it, and when it is due again. One that is not to be read any more stays so. */
export async function settleReading(
  _: SystemScope,
  tx: Db,
  tokenId: string,
  settled: { readonly outcome: ReadingOutcome | null; readonly calls: number; readonly inMs: number | null },
): Promise<void> {
  const { outcome, calls, inMs } = settled;
  const ok = outcome === "ok";
  await tx.$executeRaw`
    UPDATE token_readings SET claimed_until = NULL,
      due_at = CASE WHEN due_at IS NULL OR ${inMs}::float8 IS NULL THEN NULL ELSE now() + ${inMs}::float8 * interval '1 millisecond' END,
      read_at = CASE WHEN ${ok} THEN now() ELSE read_at END,
      outcome = COALESCE(${outcome}, outcome), outcome_at = CASE WHEN ${outcome}::text IS NULL THEN outcome_at ELSE now() END,
      failures = CASE WHEN ${ok} THEN 0 WHEN ${outcome}::text IS NULL THEN failures ELSE failures + 1 END,
      calls = CASE WHEN ${ok} THEN ${calls} ELSE calls END
    WHERE token_id = ${tokenId}::uuid`;
}

/** How far reading has come at a site. */
export interface ReadingProgress {
  /** Active tokens with an owner. */
  readonly active: number;
  /** Those of them whose link carried the words. */
  readonly readable: number;
  /** Those that were read at least once. */
  readonly read: number;
  /** Those whose last reading failed. */
  readonly failing: number;
  /** Calls that one round of all of them takes. */
  readonly calls: number;
  readonly oldestReadAt: Date | null;
}

/** A token that was never read is thought to cost this. */
const USUAL_CALLS = 3;

/** How far reading has come at a site. */
export async function readProgress(scope: Scope, db: Db, siteId: string): Promise<ReadingProgress> {
  insistOnSite(scope, siteId);
  const [row] = await db.$queryRaw<ReadingProgress[]>`
    SELECT count(*)::int AS active, count(r.due_at)::int AS readable,
      (count(*) FILTER (WHERE r.due_at IS NOT NULL AND r.read_at IS NOT NULL))::int AS read,
      (count(*) FILTER (WHERE r.due_at IS NOT NULL AND r.outcome <> 'ok'))::int AS failing,
      COALESCE(sum(CASE WHEN r.calls = 0 THEN ${USUAL_CALLS} ELSE r.calls END) FILTER (WHERE r.due_at IS NOT NULL), 0)::int AS calls,
      min(r.read_at) FILTER (WHERE r.due_at IS NOT NULL) AS "oldestReadAt"
    FROM api_tokens t LEFT JOIN token_readings r ON r.token_id = t.id
    WHERE t.site_id = ${siteId}::uuid AND t.state = 'active' AND t.linked_user_id IS NOT NULL`;
  return row ?? { active: 0, readable: 0, read: 0, failing: 0, calls: 0, oldestReadAt: null };
}

/** A linked user with an active token that is not read, because the page did not say so when they gave access. */
export interface UntoldUser {
  readonly id: string;
  readonly name: string;
}

/** Linked users who would have to connect again before their cards are read. */
export async function listUntold(scope: Scope, db: Db, siteId: string, limit: number): Promise<UntoldUser[]> {
  insistOnSite(scope, siteId);
  // Masked names are made one by one: sorting by them would make all of them for a few.
  const order = may(scope, "personal_data:read") ? Prisma.sql`u.name, u.id` : Prisma.sql`u.id`;
  return db.$queryRaw<UntoldUser[]>`
    SELECT u.id, u.name FROM ${linkedUsers(scope)} u WHERE u.site_id = ${siteId}::uuid AND u.state = 'active'
      AND NOT EXISTS (SELECT 1 FROM api_tokens t JOIN token_readings r ON r.token_id = t.id
        WHERE t.linked_user_id = u.id AND t.state = 'active')
    ORDER BY ${order} LIMIT ${limit}`;
}

/** What is known of reading a site's tokens at the moment, from the last answers. */
export async function readRefusedOutcome(
  scope: Scope,
  db: Db,
  siteId: string,
): Promise<"our_key" | "our_address" | null> {
  insistOnSite(scope, siteId);
  const [last] = await db.$queryRaw<{ outcome: string }[]>`
    SELECT outcome FROM token_readings WHERE site_id = ${siteId}::uuid AND outcome_at IS NOT NULL
    ORDER BY outcome_at DESC LIMIT 1`;
  return last?.outcome === "our_key" || last?.outcome === "our_address" ? last.outcome : null;
}

/** How reading a linked user's newest token went. */
export interface UserReading {
  readonly state: "active" | "revoked";
  /** Whether the site reads, and has a key. */
  readonly on: boolean;
  /** Whether their link carried the words. */
  readonly told: boolean;
  readonly readAt: Date | null;
  readonly outcome: string | null;
  readonly outcomeAt: Date | null;
  /** The bank's API said that the token ended, and no notification did. */
  readonly refusedWhy: "revoked" | "expired" | null;
  readonly refusedAt: Date | null;
}

/** How reading a linked user's newest token went; null if they have none. */
export async function readUserReading(scope: Scope, db: Db, userId: string): Promise<UserReading | null> {
  const [row] = await db.$queryRaw<UserReading[]>`
    SELECT t.state::text AS state, s.reads_bank AND EXISTS (
        SELECT 1 FROM bank_api_keys k WHERE k.site_id = s.id) AS "on",
      r.token_id IS NOT NULL AS told, r.read_at AS "readAt", r.outcome, r.outcome_at AS "outcomeAt",
      CASE WHEN t.state = 'revoked' AND t.revoked_at = t.refused_at THEN t.refused_why END AS "refusedWhy",
      t.refused_at AS "refusedAt"
    FROM api_tokens t JOIN sites s ON s.id = t.site_id LEFT JOIN token_readings r ON r.token_id = t.id
    WHERE t.linked_user_id = ${userId}::uuid AND ${inScope(scope, "t.site_id")}
    ORDER BY t.state, t.granted_timestamp DESC NULLS LAST, t.id DESC LIMIT 1`;
  return row ?? null;
}
