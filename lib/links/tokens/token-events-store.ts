import { type Db, jsonRows } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { FOLD, foldColumns } from "./fold-columns";
import type { Claim } from "./open-claims";
import type { TokenFold } from "./token-history";

/** Adds deliveries to the histories of their tokens; for an existing one only its rank is updated. */
export async function insertTokenEvents(
  _scope: Scope,
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
    SELECT "deliveryId", "tokenId", name, "attemptId", "orphanReason", "referenceKid", "timestamp", "createdAt", digest, "receivedAt", waits
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS e("deliveryId" uuid, "tokenId" uuid, name text,
      "attemptId" uuid, "orphanReason" text, "referenceKid" text, "receivedAt" timestamptz, waits boolean, ${FOLD})
    ON CONFLICT (delivery_id) DO UPDATE
      SET waits = excluded.waits, fold_timestamp = excluded.fold_timestamp, fold_created_at = excluded.fold_created_at`;
}

/** Stores what the references of deliveries in the history name, now that they open. @returns their tokens */
export async function rewriteClaims(
  _scope: Scope,
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
