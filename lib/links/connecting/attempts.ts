import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { openReference, sealReference } from "@/lib/crypto/reference";
import { fingerprint, newSupportCode } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { countTry } from "@/lib/db/rate-limit";
import { cancelConnectSession } from "@/lib/links/sessions/connect-sessions";
import {
  countLinkEvents,
  findSession,
  hasAttempt,
  holdSession,
  insertAttempt,
  insertConnectEvents,
  listAttemptTokenStates,
  openSession,
} from "@/lib/links/sessions/sessions-store";
import { recomputeUserStates, toldOfUser } from "@/lib/links/standing/derived-states-store";
import { DECISIVE_EVENTS } from "@/lib/links/standing/standing";
import { type LiveChange, publish } from "@/lib/live/publish";
import { checkSession, type LinkProblem } from "./connect-page";
import { readDevice } from "./device";
import { sealViolation } from "./event-detail";
import type { ConnectEventInput } from "./requests";
import type { ShownWording } from "./wording";
import { keepWording } from "./wording-store";

/** What the page needs to show the bank's button. */
export interface Attempt {
  readonly id: string;
  readonly supportCode: string;
  readonly customReference: string;
}

export type BegunAttempt = { ok: true; attempt: Attempt } | { ok: false; reason: LinkProblem };

/**
 * The status of an attempt for the end user's page. Only a webhook makes it `connected`; `completed` means that
 * another attempt used the link, and that this one has no token of its own.
 */
export type AttemptStatus =
  | "waiting"
  | "connected"
  | "completed"
  | "revoked"
  | "expired"
  | "cancelled"
  | "unknown";

const USER_AGENT_LENGTH = 300;
/** Batches of events of one attempt in 15 minutes: each is a few clicks. */
const MOST_REPORTS = 300;
/** Events kept per link, whatever the number of attempts: hundreds of attempts, or a few of somebody who floods. */
const MOST_EVENTS = 5_000;

/**
 * Begins an attempt on a connect link: one opening of the page, with its own custom reference. The link counts as
 * opened, and its user as connecting.
 *
 * @param opening `browser` is the cookie of the browser that holds the attempt from now on; absent if no page of ours
 *   began it; `wording` is what that page showed
 * @returns the attempt, or why the link cannot be used
 */
export async function beginAttempt(
  scope: Scope,
  database: Database,
  ring: KeyRing,
  opening: {
    secret: string;
    language: string;
    userAgent: string | null;
    browser?: string;
    wording?: ShownWording | null;
  },
): Promise<BegunAttempt> {
  return database.prisma.$transaction(async (tx) => {
    const session = await findSession(scope, tx, fingerprint(opening.secret), true);
    if (session === null) return { ok: false, reason: "unknown" };
    const now = new Date();
    const usable = checkSession(session, now);
    if (!usable.ok) {
      // Store the opening anyway: if the token that completed the link turns out to belong to another one, it counts.
      if (usable.reason === "completed" && session.expiresAt > now)
        await openSession(scope, tx, session.id, "completed", now);
      return usable;
    }
    const attempt = { id: newId(), supportCode: newSupportCode() };
    const browserHash = opening.browser === undefined ? null : fingerprint(opening.browser);
    if (browserHash !== null) await holdSession(scope, tx, session.id, browserHash);
    const second = session.heldBy !== null && browserHash !== null && !browserHash.equals(session.heldBy);
    const wording = opening.wording ?? null;
    if (wording !== null) await keepWording(scope, tx, session.siteId, wording);
    await insertAttempt(scope, tx, {
      ...attempt,
      siteId: session.siteId,
      sessionId: session.id,
      language: opening.language,
      userAgent: opening.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      device: readDevice(opening.userAgent ?? ""),
      browserHash,
      wordingDigest: wording?.digest ?? null,
      // Decided now, and not by the settings at the time the token arrives.
      mustConfirm: second && session.confirmSecondBrowser,
      createdAt: now,
    });
    await openSession(scope, tx, session.id, "opened", now);
    const changed = await recomputeUserStates(scope, tx, [session.linkedUserId]);
    await publish(scope, tx, [sessionChange(session), ...changed.flatMap(toldOfUser)]);
    const customReference = await sealReference(ring, session.siteId, attempt.id);
    return { ok: true, attempt: { ...attempt, customReference } };
  });
}

/**
 * Stores the events that the browser reports: shown to staff, never trusted. Repeated events change nothing.
 *
 * @returns why not: the attempt belongs to another link or another browser, or it reported too much
 */
export async function recordConnectEvents(
  scope: Scope,
  database: Database,
  ring: KeyRing,
  report: { secret: string; attemptId: string; browser: string; events: readonly ConnectEventInput[] },
): Promise<{ ok: true } | { ok: false; problem: "unknown" | "too_many" }> {
  return database.prisma.$transaction(async (tx) => {
    const session = await findSession(scope, tx, fingerprint(report.secret));
    const browser = fingerprint(report.browser);
    if (session === null || !(await hasAttempt(scope, tx, session.id, report.attemptId, browser)))
      return { ok: false, problem: "unknown" };
    // Counted only once the owner is known: an attempt that nobody began must leave no trace.
    if (!(await countTry(tx, `connect events ${report.attemptId}`, MOST_REPORTS)))
      return { ok: false, problem: "too_many" };
    if ((await countLinkEvents(scope, tx, session.id, MOST_EVENTS)) >= MOST_EVENTS)
      return { ok: false, problem: "too_many" };
    const events = report.events.map(({ seq, name, tokenFingerprint, violation }) => {
      const id = newId();
      return {
        id,
        attemptId: report.attemptId,
        seq,
        name,
        tokenFingerprint: tokenFingerprint === undefined ? null : Buffer.from(tokenFingerprint, "hex"),
        detailSealed: violation === undefined ? null : sealViolation(ring, session.siteId, id, violation),
      };
    });
    const added = await insertConnectEvents(scope, tx, session.siteId, events);
    const decides = report.events.some(({ name }) => DECISIVE_EVENTS.includes(name));
    const changed = added > 0 && decides ? await recomputeUserStates(scope, tx, [session.linkedUserId]) : [];
    if (added > 0) await publish(scope, tx, [sessionChange(session), ...changed.flatMap(toldOfUser)]);
    return { ok: true };
  });
}

/** Who asks about an attempt, and the proof that it is theirs. */
export interface AskedAttempt {
  readonly secret: string;
  readonly attemptId: string;
  /** The cookie of the browser; null if it sent none. */
  readonly browser: string | null;
  /** The attempt's own reference, which the page has even if the browser keeps no cookie. */
  readonly proof?: { readonly ring: KeyRing; readonly reference: string };
}

async function holdsAttempt(
  scope: Scope,
  db: Db,
  session: { readonly id: string; readonly siteId: string },
  { attemptId, browser, proof }: AskedAttempt,
): Promise<boolean> {
  if (browser !== null) return hasAttempt(scope, db, session.id, attemptId, fingerprint(browser));
  if (proof === undefined) return false;
  const opened = await openReference(proof.ring, session.siteId, proof.reference);
  return opened.ok && opened.attemptId === attemptId && hasAttempt(scope, db, session.id, attemptId, null);
}

/** The status of an attempt: `connected` only once webhook processing gave it an active token. */
export async function readAttemptStatus(scope: Scope, db: Db, asked: AskedAttempt): Promise<AttemptStatus> {
  const session = await findSession(scope, db, fingerprint(asked.secret));
  if (session === null || !(await holdsAttempt(scope, db, session, asked))) return "unknown";
  const tokens = await listAttemptTokenStates(scope, db, asked.attemptId);
  if (tokens.includes("active")) return "connected";
  if (tokens.includes("revoked")) return "revoked";
  const usable = checkSession(session, new Date());
  return usable.ok ? "waiting" : usable.reason;
}

/**
 * "This isn't me": cancels the link and notifies staff. Everything that arrived before `saidAt` must have been
 * processed: a person who is told that the link is cancelled must not be linked by an earlier token.
 *
 * @param saidAt when they said it, by the clock that deliveries arrive by
 * @returns false if the link is unknown, used, expired or already cancelled
 */
export async function cancelByEndUser(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  secret: string,
  saidAt?: Date,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const session = await findSession(scope, tx, fingerprint(secret), true);
    const at = saidAt ?? (await readTime(tx));
    if (session === null || session.expiresAt <= at) return false;
    if (!(await cancelConnectSession(scope, tx, session.id, at))) return false;
    await recordAudit(scope, tx, keys, {
      action: "connect_session.not_me",
      outcome: "done",
      siteId: session.siteId,
      targetType: "connect_session",
      targetId: session.id,
    });
    await publish(scope, tx, [
      sessionChange(session),
      userChange({ id: session.linkedUserId, siteId: session.siteId }),
    ]);
    return true;
  });
}

function sessionChange({ id, siteId }: { id: string; siteId: string }): LiveChange {
  return { siteId, kind: "connect_session", entityId: id };
}

function userChange({ id, siteId }: { id: string; siteId: string }): LiveChange {
  return { siteId, kind: "linked_user", entityId: id };
}
