import { inScope, insistOnSite, type Scope, siteWhere } from "@/lib/db/access/scope";
import { type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/connect/client";
import { GRANTS } from "@/lib/links/standing/grants-sql";
import type { SessionState, SessionTimes } from "@/lib/links/standing/session-state";

/** A connect session with everything its page and its rules need. */
export interface SessionRow {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly partnerId: string;
  readonly supportContact: string | null;
  readonly linkedUserId: string;
  readonly userName: string;
  /** Null: the browser's language, or the site's. */
  readonly language: string | null;
  readonly siteLanguage: string;
  readonly state: SessionState;
  readonly cancelledAt: Date | null;
  readonly expiresAt: Date;
  readonly returnUrl: string | null;
  readonly linkDays: number;
  /** Since when the site makes no links; null while it does. */
  readonly siteEndedAt: Date | null;
  /** SHA-256 of the cookie of the browser that holds the link; null if none has opened it. */
  readonly heldBy: Uint8Array | null;
  readonly confirmSecondBrowser: boolean;
  /** The look of the site's page; the bytes of the logo are read separately. */
  readonly accentColour: string | null;
  readonly connectWords: unknown;
  readonly privacyUrl: string | null;
  readonly returnOrigin: string | null;
  readonly statesBankReading: boolean;
  readonly keepsCardHolder: boolean;
  readonly keepsCardBalance: boolean;
}

const COLUMNS = Prisma.raw(`s.id, s.site_id AS "siteId", w.name AS "siteName", w.partner_id AS "partnerId",
  w.support_contact AS "supportContact", s.linked_user_id AS "linkedUserId", u.name AS "userName", s.language, w.language AS "siteLanguage",
  s.state::text AS state, s.cancelled_at AS "cancelledAt", s.expires_at AS "expiresAt",
  s.return_url AS "returnUrl", w.link_days AS "linkDays", w.ended_at AS "siteEndedAt", w.accent_colour AS "accentColour",
  w.connect_words AS "connectWords", w.privacy_url AS "privacyUrl", w.return_origin AS "returnOrigin",
  w.states_bank_reading AS "statesBankReading", w.keeps_card_holder AS "keepsCardHolder",
  w.keeps_card_balance AS "keepsCardBalance", s.held_by AS "heldBy", w.confirm_second_browser AS "confirmSecondBrowser"
  FROM connect_sessions s JOIN sites w ON w.id = s.site_id JOIN linked_users u ON u.id = s.linked_user_id`);

/** The session whose secret has this SHA-256, or null. `lock` locks it until the transaction ends. */
export async function findSession(
  scope: Scope,
  db: Db,
  secretHash: Uint8Array,
  lock = false,
): Promise<SessionRow | null> {
  const [row] = await db.$queryRaw<SessionRow[]>`
    SELECT ${COLUMNS} WHERE s.secret_hash = ${hexBytes(secretHash)}::bytea AND ${inScope(scope, "s.site_id")}
    ${lock ? Prisma.sql`FOR UPDATE OF s` : Prisma.empty}`;
  return row ?? null;
}

/** A session as it is written first. */
interface NewSession {
  readonly id: string;
  readonly siteId: string;
  readonly linkedUserId: string;
  readonly secretHash: Uint8Array<ArrayBuffer>;
  readonly secretSealed: Uint8Array<ArrayBuffer>;
  readonly language: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly returnUrl?: string | null;
  readonly reconnectOf?: string | null;
  readonly heldBy?: Uint8Array<ArrayBuffer> | null;
}

/** Writes new sessions. */
export async function insertSessions(scope: Scope, tx: Db, sessions: readonly NewSession[]): Promise<void> {
  for (const { siteId } of sessions) insistOnSite(scope, siteId);
  const data = sessions.map((session) => ({ ...session, createdById: scope.actor.id }));
  await tx.connectSession.createMany({ data });
}

/** The sealed secret of a session and the site it is sealed for, or null. */
export async function readSealedSecret(scope: Scope, db: Db, sessionId: string) {
  return db.connectSession.findFirst({
    where: { id: sessionId, ...siteWhere(scope) },
    select: { siteId: true, secretSealed: true },
  });
}

/** The owner of a session, or null. */
export async function findSessionTarget(scope: Scope, db: Db, sessionId: string) {
  return db.connectSession.findFirst({
    where: { id: sessionId, ...siteWhere(scope) },
    select: { siteId: true, linkedUserId: true },
  });
}

/** The history and owner of a session, locked until the transaction ends; null if there is none. */
export async function lockSession(
  scope: Scope,
  tx: Db,
  sessionId: string,
): Promise<(SessionTimes & { linkedUserId: string }) | null> {
  const [row] = await tx.$queryRaw<(SessionTimes & { linkedUserId: string })[]>`
    SELECT linked_user_id AS "linkedUserId", opened_at AS "openedAt", completed_at AS "completedAt",
      cancelled_at AS "cancelledAt" FROM connect_sessions
    WHERE id = ${sessionId}::uuid AND ${inScope(scope, "site_id")} FOR UPDATE`;
  return row ?? null;
}

/** Stores that a session was cancelled, and its new state. */
export async function cancelSession(
  scope: Scope,
  tx: Db,
  sessionId: string,
  state: SessionState,
  cancelledAt: Date,
): Promise<void> {
  const cancelledBy = scope.role === "end_user" ? "end_user" : "staff";
  const where = { id: sessionId, ...siteWhere(scope) };
  await tx.connectSession.updateMany({ where, data: { state, cancelledAt, cancelledBy } });
}

/** Stores that a session was opened, if it was not before, and its new state. */
export async function openSession(
  scope: Scope,
  tx: Db,
  sessionId: string,
  state: SessionState,
  openedAt: Date,
): Promise<void> {
  const where = { id: sessionId, openedAt: null, ...siteWhere(scope) };
  await tx.connectSession.updateMany({ where, data: { state, openedAt } });
}

/** Writes a new attempt. */
export async function insertAttempt(
  scope: Scope,
  tx: Db,
  {
    siteId,
    ...attempt
  }: {
    id: string;
    siteId: string;
    sessionId: string;
    supportCode: string;
    language: string;
    userAgent: string | null;
    device: string | null;
    browserHash: Uint8Array<ArrayBuffer> | null;
    mustConfirm: boolean;
    wordingDigest: Uint8Array<ArrayBuffer> | null;
    createdAt: Date;
  },
): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.connectAttempt.create({ data: attempt });
}

/** Stores which browser holds a link, if none does yet. */
export async function holdSession(
  scope: Scope,
  tx: Db,
  sessionId: string,
  browserHash: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const where = { id: sessionId, heldBy: null, ...siteWhere(scope) };
  await tx.connectSession.updateMany({ where, data: { heldBy: browserHash } });
}

/** Changes when the logo of a site changes; null if it has none. */
export async function readLogoVersion(scope: Scope, db: Db, siteId: string): Promise<string | null> {
  const [row] = await db.$queryRaw<{ version: string | null }[]>`
    SELECT left(md5(logo), 12) AS version FROM sites s WHERE id = ${siteId}::uuid AND ${inScope(scope, "s.id")}`;
  return row?.version ?? null;
}

/** Whether an attempt belongs to a session, begun by the browser whose cookie has this SHA-256; null: by any. */
export async function hasAttempt(
  scope: Scope,
  db: Db,
  sessionId: string,
  attemptId: string,
  browserHash: Uint8Array<ArrayBuffer> | null,
) {
  const browser = browserHash === null ? {} : { browserHash };
  const found = await db.connectAttempt.findFirst({
    where: { id: attemptId, sessionId, session: siteWhere(scope), ...browser },
    select: { id: true },
  });
  return found !== null;
}

/** The support code of a session's newest attempt, or null if it was never opened. */
export async function findSupportCode(scope: Scope, db: Db, sessionId: string): Promise<string | null> {
  const found = await db.connectAttempt.findFirst({
    where: { sessionId, session: siteWhere(scope) },
    orderBy: { createdAt: "desc" },
    select: { supportCode: true },
  });
  return found?.supportCode ?? null;
}

/** How many events of a session's attempts are stored; counts no further than the limit. */
export async function countLinkEvents(
  scope: Scope,
  db: Db,
  sessionId: string,
  limit: number,
): Promise<number> {
  const where = { attempt: { sessionId, session: siteWhere(scope) } };
  return db.connectEvent.count({ where, take: limit });
}

/** Adds events of the browser; existing ones stay. @returns how many were new */
export async function insertConnectEvents(
  scope: Scope,
  tx: Db,
  siteId: string,
  events: readonly {
    id: string;
    attemptId: string;
    seq: number;
    name: string;
    tokenFingerprint: Uint8Array | null;
    detailSealed: Uint8Array | null;
  }[],
): Promise<number> {
  insistOnSite(scope, siteId);
  const rows = events.map(({ tokenFingerprint, detailSealed, ...event }) => ({
    ...event,
    detail: detailSealed === null ? null : hexBytes(detailSealed),
    fingerprint: tokenFingerprint === null ? null : hexBytes(tokenFingerprint),
  }));
  return tx.$executeRaw`
    INSERT INTO connect_events (id, attempt_id, seq, name, token_fingerprint, detail_sealed, received_at)
    SELECT id, "attemptId", seq, name, fingerprint, detail, now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb)
      AS e(id uuid, "attemptId" uuid, seq int, name text, fingerprint bytea, detail bytea)
    ON CONFLICT (attempt_id, seq) DO NOTHING`;
}

/** Whether the user has an active token. */
export async function hasActiveToken(scope: Scope, db: Db, linkedUserId: string): Promise<boolean> {
  const where = { linkedUserId, state: "active", ...siteWhere(scope) } as const;
  return (await db.apiToken.findFirst({ where, select: { id: true } })) !== null;
}

type GrantState = "active" | "revoked";

/** The states of the grants that an attempt brought. */
export async function listAttemptTokenStates(scope: Scope, db: Db, attemptId: string): Promise<GrantState[]> {
  const found = await db.$queryRaw<{ state: GrantState }[]>`
    SELECT state FROM ${GRANTS} g WHERE attempt_id = ${attemptId}::uuid AND ${inScope(scope, "g.site_id")}`;
  return found.map(({ state }) => state);
}

/** The states of the grants that a session brought. */
export async function listSessionTokenStates(scope: Scope, db: Db, sessionId: string): Promise<GrantState[]> {
  const found = await db.$queryRaw<{ state: GrantState }[]>`
    SELECT g.state FROM connect_attempts a JOIN ${GRANTS} g ON g.attempt_id = a.id
    WHERE a.session_id = ${sessionId}::uuid AND ${inScope(scope, "g.site_id")}`;
  return found.map(({ state }) => state);
}

/**
 * Deletes attempts, with their browser events, that nothing needs any more: their link ended 90 days ago, which is as
 * far as the funnel looks back, and no token ever named them. An attempt that a token named stays for good, because
 * the owner of the token follows from it.
 *
 * @returns how many were deleted
 */
export async function purgeAttempts(scope: Scope, tx: Db, limit: number): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
    WHERE s.expires_at < now() - interval '90 days' AND ${inScope(scope, "s.site_id")}
      AND NOT EXISTS (SELECT 1 FROM api_token_events e WHERE e.attempt_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM api_tokens t WHERE t.attempt_id = a.id)
    LIMIT ${limit}`;
  const ids = rows.map(({ id }) => id);
  await tx.connectEvent.deleteMany({ where: { attemptId: { in: ids } } });
  const { count } = await tx.connectAttempt.deleteMany({ where: { id: { in: ids } } });
  return count;
}
