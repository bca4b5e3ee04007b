import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { columnOf, recordList } from "@/lib/db/column-lists";
import { API_TOKENS } from "@/lib/db/columns";
import { type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/connect/client";
import { FOLD, FOLD_FIELDS, foldColumns } from "./fold-columns";
import type { FoldedToken } from "./fold-tokens";

import type { Assignment, AttemptFacts, Claim, TokenFold, TokenHistoryEvent } from "./token-history";

interface NewToken {
  readonly id: string;
  readonly siteId: string;
  readonly fingerprint: Uint8Array;
  readonly sealed: Uint8Array;
  readonly receivedAt: Date;
  readonly name: string;
  readonly fold: TokenFold;
}

/** Creates the new tokens. @returns the id of each, by site and fingerprint (`site:hex`) */
export async function upsertTokens(
  _: SystemScope,
  tx: Db,
  tokens: readonly NewToken[],
): Promise<Map<string, string>> {
  const rows = tokens
    .map(({ fingerprint, sealed, fold, ...token }) => ({
      ...token,
      fingerprint: hexBytes(fingerprint),
      sealed: hexBytes(sealed),
      ...foldColumns(fold),
    }))
    .sort((left, right) => (left.fingerprint < right.fingerprint ? -1 : 1));
  const input = Prisma.sql`jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS t(id uuid, "siteId" uuid,
    fingerprint bytea, sealed bytea, "receivedAt" timestamptz, name text, ${FOLD})`;
  await tx.$executeRaw`
    INSERT INTO api_tokens (id, site_id, fingerprint, token_sealed, state, fold_timestamp, fold_created_at,
      fold_digest, first_seen_at, updated_at)
    SELECT id, "siteId", fingerprint, sealed,
      (CASE WHEN name = 'token_revoked' THEN 'revoked' ELSE 'active' END)::api_token_state,
      "foldTimestamp", "foldCreatedAt", "foldDigest", "receivedAt", now()
    FROM ${input} ON CONFLICT (site_id, fingerprint) DO NOTHING`;
  const found = await tx.$queryRaw<{ id: string; key: string }[]>`
    SELECT DISTINCT a.id, a.site_id::text || ':' || encode(a.fingerprint, 'hex') AS key
    FROM ${input} JOIN api_tokens a ON a.site_id = t."siteId" AND a.fingerprint = t.fingerprint`;
  return new Map(found.map(({ id, key }) => [key, id]));
}

/** Attempts by id, with their user and until when a token can name them. */
export async function loadAttemptFacts(
  scope: Scope,
  tx: Db,
  attemptIds: readonly string[],
): Promise<Map<string, AttemptFacts & { siteId: string }>> {
  if (attemptIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(AttemptFacts & { id: string; siteId: string })[]>`
    SELECT a.id, s.site_id AS "siteId", s.id AS "sessionId", s.linked_user_id AS "linkedUserId",
      -- Whoever said that the link is not for them is linked by nothing that came later.
      CASE WHEN s.cancelled_by = 'end_user' THEN LEAST(s.expires_at + interval '24 hours', s.cancelled_at)
        ELSE LEAST(s.expires_at, s.cancelled_at) + interval '24 hours' END AS "goodUntil",
      (a.must_confirm AND a.confirmed_at IS NULL) AS waits
    FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
    WHERE a.id = ANY(${[...new Set(attemptIds)]}::uuid[]) AND ${inScope(scope, "s.site_id")}`;
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/**
 * The whole history of these tokens, and of every token that names an attempt of the same links, however far that
 * leads.
 */
export async function loadTokenHistories(
  _: SystemScope,
  tx: Db,
  tokenIds: readonly string[],
): Promise<TokenHistoryEvent[]> {
  type Row = Omit<TokenHistoryEvent, "fold"> & { timestamp: string; createdAt: Date; digest: Uint8Array };
  const rows = await tx.$queryRaw<Row[]>`
    WITH RECURSIVE links AS (
      SELECT a.session_id FROM api_token_events e JOIN connect_attempts a ON a.id = e.attempt_id
      WHERE e.token_id = ANY(${[...tokenIds]}::uuid[])
      UNION
      SELECT other.session_id FROM links l JOIN connect_attempts a ON a.session_id = l.session_id
        JOIN api_token_events named ON named.attempt_id = a.id
        JOIN api_token_events also ON also.token_id = named.token_id
        JOIN connect_attempts other ON other.id = also.attempt_id
    ), concerned AS (
      SELECT unnest(${[...tokenIds]}::uuid[]) AS id
      UNION
      SELECT e.token_id FROM links l JOIN connect_attempts a ON a.session_id = l.session_id
        JOIN api_token_events e ON e.attempt_id = a.id
    )
    SELECT token_id AS "tokenId", event_name AS name, attempt_id AS "attemptId", orphan_reason AS "orphanReason",
      fold_timestamp::text AS "timestamp", fold_digest AS digest,
      -- The same data is as old as the earliest copy of it.
      min(fold_created_at) OVER (PARTITION BY token_id, fold_digest) AS "createdAt",
      received_at AS "receivedAt", waits
    FROM api_token_events WHERE token_id IN (SELECT id FROM concerned)`;
  return rows.map(({ timestamp, createdAt, digest, ...event }) => ({
    ...event,
    fold: { timestamp, createdAt, digest },
  }));
}

/** The users to whom staff assigned tokens, and when. */
export async function loadAssigned(
  _: SystemScope,
  tx: Db,
  tokenIds: readonly string[],
): Promise<Map<string, Assignment>> {
  const rows = await tx.apiToken.findMany({
    where: { id: { in: [...new Set(tokenIds)] }, assignedUserId: { not: null } },
    select: { id: true, assignedUserId: true, assignedAt: true },
  });
  return new Map(
    rows.flatMap(({ id, assignedUserId, assignedAt }) =>
      assignedUserId === null
        ? []
        : [[id, { userId: assignedUserId, at: assignedAt ?? new Date(0) }] as const],
    ),
  );
}

const FOLDED_FIELDS = [
  "state",
  "attemptId",
  "linkedUserId",
  "orphanReason",
  "waitingAttemptId",
  "grantedAt",
  "grantedTimestamp",
  "revokedAt",
  ...FOLD_FIELDS,
] as const;
const FOLDED = Prisma.raw(recordList(API_TOKENS, FOLDED_FIELDS));
const SET_FOLDED = Prisma.raw(FOLDED_FIELDS.map((field) => `${columnOf(field)} = t."${field}"`).join(", "));

/** Writes the result of a fold. @returns the users who own or owned one of the tokens, now or by a grant that ended */
export async function writeFoldedTokens(
  scope: SystemScope,
  tx: Db,
  tokens: readonly FoldedToken[],
): Promise<string[]> {
  const rows = tokens
    .map(({ fold, ended: _, ...token }) => ({ ...token, ...foldColumns(fold) }))
    .sort((left, right) => (left.tokenId < right.tokenId ? -1 : 1));
  const before = await tx.$queryRaw<{ userId: string }[]>`
    SELECT linked_user_id AS "userId" FROM api_tokens
    WHERE id = ANY(${rows.map((row) => row.tokenId)}::uuid[]) AND linked_user_id IS NOT NULL`;
  const after = await tx.$queryRaw<{ userId: string | null }[]>`
    UPDATE api_tokens a SET ${SET_FOLDED}, updated_at = now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS t("tokenId" uuid, ${FOLDED})
    WHERE a.id = t."tokenId" RETURNING a.linked_user_id AS "userId"`;
  const ended = await rewriteEndedGrants(scope, tx, tokens);
  return [...new Set([...before, ...after, ...ended].flatMap(({ userId }) => userId ?? []))];
}

async function rewriteEndedGrants(_: SystemScope, tx: Db, tokens: readonly FoldedToken[]) {
  const ids = tokens.map(({ tokenId }) => tokenId);
  const before = await tx.$queryRaw<{ userId: string | null }[]>`
    DELETE FROM ended_grants WHERE token_id = ANY(${ids}::uuid[]) RETURNING linked_user_id AS "userId"`;
  const rows = tokens.flatMap(({ tokenId, ended }) =>
    ended.map((grant, ordinal) => ({ ...grant, tokenId, ordinal })),
  );
  if (rows.length === 0) return before;
  await tx.$executeRaw`
    INSERT INTO ended_grants (token_id, ordinal, linked_user_id, attempt_id, granted_at, granted_timestamp, revoked_at,
      ended_timestamp)
    SELECT "tokenId", ordinal, "linkedUserId", "attemptId", "grantedAt", "grantedTimestamp", "revokedAt",
      "endedTimestamp"
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS g("tokenId" uuid, ordinal int, "linkedUserId" uuid,
      "attemptId" uuid, "grantedAt" timestamptz, "grantedTimestamp" numeric, "revokedAt" timestamptz,
      "endedTimestamp" numeric)`;
  return [...before, ...rows.map(({ linkedUserId }) => ({ userId: linkedUserId }))];
}

/** The site of each token. */
export async function readTokenSites(_: SystemScope, tx: Db, ids: readonly string[]) {
  return tx.apiToken.findMany({ where: { id: { in: [...ids] } }, select: { id: true, siteId: true } });
}

/** Adds deliveries to the histories of their tokens; for an existing one only its rank is updated. */
export async function insertTokenEvents(
  _: SystemScope,
  tx: Db,
  events: readonly {
    deliveryId: string;
    tokenId: string;
    name: string;
    attemptId: string | null;
    orphanReason: string | null;
    referenceKid: string | null;
    fold: TokenFold;
    waits: boolean;
    receivedAt: Date;
  }[],
): Promise<void> {
  const rows = events.map(
    ({ deliveryId, tokenId, name, attemptId, orphanReason, referenceKid, fold, waits, receivedAt }) => ({
      deliveryId,
      tokenId,
      name,
      attemptId,
      orphanReason,
      referenceKid,
      waits,
      receivedAt,
      ...foldColumns(fold),
    }),
  );
  await tx.$executeRaw`
    INSERT INTO api_token_events (delivery_id, token_id, event_name, attempt_id, orphan_reason, reference_kid, fold_timestamp,
      fold_created_at, fold_digest, received_at, waits)
    SELECT "deliveryId", "tokenId", name, "attemptId", "orphanReason", "referenceKid", "foldTimestamp", "foldCreatedAt", "foldDigest", "receivedAt", waits
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS e("deliveryId" uuid, "tokenId" uuid, name text,
      "attemptId" uuid, "orphanReason" text, "referenceKid" text, "receivedAt" timestamptz, waits boolean, ${FOLD})
    ON CONFLICT (delivery_id) DO UPDATE
      SET waits = excluded.waits, fold_timestamp = excluded.fold_timestamp, fold_created_at = excluded.fold_created_at`;
}

/** Stores what the references of deliveries in the history name, now that they open. @returns their tokens */
export async function rewriteClaims(
  _: SystemScope,
  tx: Db,
  claims: readonly (Claim & { deliveryId: string })[],
): Promise<string[]> {
  const input = jsonRows(claims.map((claim) => ({ ...claim })));
  const rows = await tx.$queryRaw<{ tokenId: string }[]>`
    UPDATE api_token_events e SET attempt_id = c."attemptId", orphan_reason = c."orphanReason",
      reference_kid = c."referenceKid"
    FROM jsonb_to_recordset(${input}::jsonb) AS c("deliveryId" uuid, "attemptId" uuid, "orphanReason" text,
      "referenceKid" text)
    WHERE e.delivery_id = c."deliveryId" RETURNING e.token_id AS "tokenId"`;
  return [...new Set(rows.map(({ tokenId }) => tokenId))];
}
