-- AlterTable
ALTER TABLE "connect_sessions" ADD COLUMN     "held_by" BYTEA,
ADD COLUMN     "reconnect_of" UUID;

-- AlterTable
ALTER TABLE "connect_attempts" ADD COLUMN     "must_confirm" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "granted_timestamp" DECIMAL,
ADD COLUMN     "waiting_attempt_id" UUID;

-- CreateIndex
CREATE INDEX "api_tokens_attempt_id_idx" ON "api_tokens"("attempt_id");

-- CreateIndex
CREATE INDEX "audit_entries_target_type_target_id_idx" ON "audit_entries"("target_type", "target_id");

-- What was decided by the settings of the moment until now is written down as it stands.
UPDATE "connect_sessions" s SET "held_by" = (
  SELECT a."browser_hash" FROM "connect_attempts" a WHERE a."session_id" = s."id" AND a."browser_hash" IS NOT NULL
  ORDER BY a."created_at", a."id" LIMIT 1);
UPDATE "connect_attempts" a SET "must_confirm" = TRUE FROM "connect_sessions" s JOIN "sites" w ON w."id" = s."site_id"
WHERE s."id" = a."session_id" AND w."confirm_second_browser" AND a."browser_hash" <> s."held_by";
UPDATE "api_tokens" t SET "granted_at" = c."first_at", "granted_timestamp" = c."first_timestamp" FROM (
  SELECT "token_id", min("received_at") AS "first_at", min("fold_timestamp") AS "first_timestamp"
  FROM "api_token_events" WHERE "event_name" = 'token_created' GROUP BY 1) c WHERE c."token_id" = t."id";
UPDATE "api_tokens" t SET "waiting_attempt_id" = (
  SELECT e."attempt_id" FROM "api_token_events" e WHERE e."token_id" = t."id" AND e."attempt_id" IS NOT NULL LIMIT 1)
WHERE t."orphan_reason" = 'second_browser';
