import { inScope, insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** What an e-mail to a linked user is for. */
export type MailPurpose = "link" | "reminder" | "message";

/** An e-mail to write and send. */
export interface NewMail {
  readonly siteId: string;
  readonly linkedUserId: string;
  readonly sessionId: string | null;
  readonly messageId: string | null;
  readonly purpose: MailPurpose;
  /** A person gets one e-mail for each key. */
  readonly key: string;
}

/** Reminders of one link. */
export const MOST_REMINDERS = 2;
/** A mail server that refused an address for now is asked again after this. */
const PAUSE_MINUTES = 5;
/** An e-mail whose process has not said within this time that it was sent: nobody knows whether it was. */
const SILENT_MINUTES = 10;

/**
 * Queues e-mails. One that was refused or dropped, or of which nobody knows whether it was sent, is queued again; of any
 * other there is one already.
 *
 * @returns whom those that were queued are for
 */
export async function queueMails(
  scope: Scope,
  tx: Db,
  mails: readonly NewMail[],
): Promise<{ readonly siteId: string; readonly linkedUserId: string }[]> {
  if (mails.length === 0) return [];
  const rows = jsonRows(mails.map((mail) => ({ id: newId(), ...mail })));
  return tx.$queryRaw`
    INSERT INTO linked_user_mails AS m (id, site_id, linked_user_id, session_id, message_id, purpose, key, created_at,
      created_by_id, created_by)
    SELECT n.id, n."siteId", n."linkedUserId", n."sessionId", n."messageId", n.purpose, n.key, now(),
      ${scope.actor.id}::uuid, ${scope.actor.name}
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(id uuid, "siteId" uuid, "linkedUserId" uuid, "sessionId" uuid,
      "messageId" uuid, purpose text, key text)
    ON CONFLICT (linked_user_id, key) DO UPDATE SET state = 'queued', answer = NULL, sending_at = NULL, ended_at = NULL,
      created_at = now(), created_by_id = excluded.created_by_id, created_by = excluded.created_by
    WHERE m.state IN ('refused', 'dropped', 'uncertain')
    RETURNING m.site_id AS "siteId", m.linked_user_id AS "linkedUserId"`;
}

/** E-mails about a link. */
export interface MailsOfLink {
  /** Reminders that reached the person's mail server, as far as we know. */
  readonly reminders: number;
  /** One is still to be sent. */
  readonly waits: boolean;
}

/** What was mailed about links, by link. */
export async function readMailsOfLinks(
  scope: Scope,
  tx: Db,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, MailsOfLink>> {
  const rows = await tx.$queryRaw<(MailsOfLink & { id: string })[]>`
    SELECT m.session_id AS id, bool_or(m.state IN ('queued', 'sending')) AS waits,
      (count(*) FILTER (WHERE m.purpose = 'reminder' AND m.state NOT IN ('dropped', 'refused')))::int AS reminders
    FROM linked_user_mails m WHERE m.session_id = ANY(${[...sessionIds]}::uuid[]) AND ${inScope(scope, "m.site_id")}
    GROUP BY m.session_id`;
  return new Map(rows.map(({ id, ...mails }) => [id, mails]));
}

/** An e-mail that is being sent, with what it needs. */
export interface ClaimedMail {
  readonly id: string;
  readonly orderedAt: Date;
  readonly siteId: string;
  readonly linkedUserId: string;
  readonly purpose: MailPurpose;
  readonly name: string;
  readonly email: string | null;
  /** Null: not known, so it is written in both. */
  readonly language: "en" | "fr" | null;
  readonly stopped: boolean;
  readonly siteName: string;
  readonly siteLanguage: string;
  readonly supportContact: string | null;
  readonly words: unknown;
  readonly sessionId: string | null;
  readonly secretSealed: Uint8Array | null;
  readonly linkWorks: boolean | null;
  readonly expiresAt: Date | null;
}

/** Takes the e-mail that is due first, so that no other process sends it; null for none. Committed before it is sent. */
export async function claimMail(_: SystemScope, db: Db): Promise<ClaimedMail | null> {
  const [mail] = await db.$queryRaw<ClaimedMail[]>`
    WITH taken AS (
      UPDATE linked_user_mails SET state = 'sending', sending_at = now() WHERE id = (
        SELECT id FROM linked_user_mails WHERE state = 'queued'
          AND (sending_at IS NULL OR sending_at < now() - ${PAUSE_MINUTES} * interval '1 minute')
        ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
      ) RETURNING *
    )
    SELECT m.id, m.created_at AS "orderedAt", m.site_id AS "siteId", m.linked_user_id AS "linkedUserId", m.purpose, u.name, u.email, u.language,
      u.mails_stopped_at IS NOT NULL AS stopped, s.name AS "siteName", s.language AS "siteLanguage",
      s.support_contact AS "supportContact", g.words, c.id AS "sessionId", c.secret_sealed AS "secretSealed",
      c.state IN ('created', 'opened') AND c.expires_at > now() AND s.ended_at IS NULL AS "linkWorks", c.expires_at AS "expiresAt"
    FROM taken m JOIN linked_users u ON u.id = m.linked_user_id JOIN sites s ON s.id = m.site_id
    LEFT JOIN connect_sessions c ON c.id = m.session_id LEFT JOIN user_messages g ON g.id = m.message_id`;
  return mail ?? null;
}

/** What became of an e-mail. */
export type MailEnd =
  | { readonly state: "sent" | "uncertain" }
  | { readonly state: "refused" | "dropped"; readonly answer: string }
  /** Later: `away`, as soon as the mail server is there again; `deferred`, when it takes this address again. */
  | { readonly state: "queued"; readonly why: "away" | "deferred" };

/** Stores what became of an e-mail. */
export async function endMail(_: SystemScope, db: Db, id: string, end: MailEnd): Promise<void> {
  const answer = "answer" in end ? end.answer : null;
  const isAway = end.state === "queued" && end.why === "away";
  await db.$executeRaw`
    UPDATE linked_user_mails SET state = ${end.state}, answer = ${answer},
      sending_at = CASE WHEN ${isAway} THEN NULL ELSE sending_at END,
      ended_at = CASE WHEN ${end.state} = 'queued' THEN NULL ELSE now() END
    WHERE id = ${id}::uuid AND state = 'sending'`;
}

/** Says of e-mails whose process died while sending that nobody knows. @returns whether any waits to be sent */
export async function settleMails(_: SystemScope, db: Db): Promise<boolean> {
  await db.$executeRaw`
    UPDATE linked_user_mails SET state = 'uncertain', answer = NULL, ended_at = now()
    WHERE state = 'sending' AND sending_at < now() - ${SILENT_MINUTES} * interval '1 minute'`;
  const [row] = await db.$queryRaw<{ waiting: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM linked_user_mails WHERE state IN ('queued', 'sending')) AS waiting`;
  return row?.waiting ?? false;
}

/** Stops e-mails to a person, or allows them again. @returns the site; null if nothing changed */
export async function setMailsStopped(
  scope: Scope,
  tx: Db,
  userId: string,
  stopped: boolean,
): Promise<string | null> {
  const changed = await tx.linkedUser.updateManyAndReturn({
    where: {
      id: userId,
      mailsStoppedAt: stopped ? null : { not: null },
      ...(scope.sites === "all" ? {} : { siteId: { in: [...scope.sites] } }),
    },
    data: { mailsStoppedAt: stopped ? new Date() : null },
    select: { siteId: true },
  });
  return changed[0]?.siteId ?? null;
}

/** Stores what staff wrote to several people, unless it is there. */
export async function insertMessage(
  scope: Scope,
  tx: Db,
  message: {
    readonly id: string;
    readonly siteId: string;
    readonly words: Readonly<Record<"en" | "fr", MessageWords>>;
  },
): Promise<void> {
  insistOnSite(scope, message.siteId);
  await tx.$executeRaw`
    INSERT INTO user_messages (id, site_id, words, created_at, created_by_id, created_by)
    VALUES (${message.id}::uuid, ${message.siteId}::uuid, ${JSON.stringify(message.words)}::jsonb, now(),
      ${scope.actor.id}::uuid, ${scope.actor.name}) ON CONFLICT (id) DO NOTHING`;
}

/** What staff wrote, in one language. */
export interface MessageWords {
  readonly subject: string;
  readonly text: string;
}
