-- CreateEnum
CREATE TYPE "site_credential_kind" AS ENUM ('webhook_key', 'partner_ref');

-- CreateEnum
CREATE TYPE "site_credential_slot" AS ENUM ('current', 'previous');

-- CreateEnum
CREATE TYPE "linked_user_state" AS ENUM ('invited', 'connecting', 'active', 'revoked');

-- CreateEnum
CREATE TYPE "connect_session_state" AS ENUM ('created', 'opened', 'completed', 'cancelled');

-- CreateEnum
CREATE TYPE "api_token_state" AS ENUM ('active', 'revoked');

-- CreateEnum
CREATE TYPE "delivery_verdict" AS ENUM ('accepted', 'held', 'quarantined');

-- CreateEnum
CREATE TYPE "delivery_processing" AS ENUM ('pending', 'done', 'parked', 'none');

-- CreateEnum
CREATE TYPE "staff_role" AS ENUM ('owner', 'admin', 'support', 'viewer');

-- CreateTable
CREATE TABLE "sites" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "partner_id" TEXT NOT NULL,
    "allowed_ips" TEXT[],
    "staleness_mode" TEXT NOT NULL DEFAULT 'warn',
    "staleness_seconds" INTEGER NOT NULL DEFAULT 300,
    "language" TEXT NOT NULL DEFAULT 'en',
    "support_contact" TEXT,
    "return_origin" TEXT,
    "logo" BYTEA,
    "logo_type" TEXT,
    "accent_colour" TEXT,
    "connect_words" JSONB NOT NULL DEFAULT '{}',
    "privacy_url" TEXT,
    "link_days" INTEGER NOT NULL DEFAULT 7,
    "script_hosts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "confirm_second_browser" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sites_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_credentials" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" "site_credential_kind" NOT NULL,
    "slot" "site_credential_slot" NOT NULL,
    "key_hash" BYTEA,
    "ref_sealed" BYTEA,
    "ref_public" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "site_credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "linked_users" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "external_reference" TEXT,
    "language" TEXT,
    "state" "linked_user_state" NOT NULL DEFAULT 'invited',
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "linked_users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_sessions" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "linked_user_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "secret_sealed" BYTEA NOT NULL,
    "language" TEXT,
    "state" "connect_session_state" NOT NULL DEFAULT 'created',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "return_url" TEXT,
    "held_by" BYTEA,
    "reconnect_of" UUID,
    "cancelled_by" TEXT,

    CONSTRAINT "connect_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_attempts" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "support_code" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "user_agent" TEXT,
    "browser_hash" BYTEA,
    "device" TEXT,
    "must_confirm" BOOLEAN NOT NULL DEFAULT false,
    "confirmed_at" TIMESTAMPTZ(3),
    "confirmed_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connect_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_events" (
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "token_fingerprint" BYTEA,
    "detail_sealed" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connect_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "token_sealed" BYTEA NOT NULL,
    "state" "api_token_state" NOT NULL,
    "linked_user_id" UUID,
    "attempt_id" UUID,
    "assigned_user_id" UUID,
    "assigned_at" TIMESTAMPTZ(3),
    "assigned_by_id" UUID,
    "waiting_attempt_id" UUID,
    "orphan_reason" TEXT,
    "fold_timestamp" DECIMAL NOT NULL,
    "fold_created_at" TIMESTAMPTZ(3) NOT NULL,
    "fold_digest" BYTEA NOT NULL,
    "granted_at" TIMESTAMPTZ(3),
    "granted_timestamp" DECIMAL,
    "revoked_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token_events" (
    "delivery_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "event_name" TEXT NOT NULL,
    "attempt_id" UUID,
    "orphan_reason" TEXT,
    "fold_timestamp" DECIMAL NOT NULL,
    "fold_created_at" TIMESTAMPTZ(3) NOT NULL,
    "fold_digest" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_token_events_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateTable
CREATE TABLE "card_accounts" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "acc_id" TEXT NOT NULL,
    "linked_user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cards" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "acc_id" TEXT NOT NULL,
    "card_ref" TEXT NOT NULL,
    "linked_user_id" UUID,
    "assigned_at" TIMESTAMPTZ(3),
    "assigned_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_transactions" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "txid" TEXT NOT NULL,
    "mcc" TEXT,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL,
    "currency" TEXT,
    "fx" DECIMAL,
    "fx_fee" DECIMAL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "balance_after" DECIMAL,
    "bank_date_raw" TEXT,
    "bank_date" TIMESTAMPTZ(3) NOT NULL,
    "bank_date_guess" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT,
    "merchant" TEXT NOT NULL,
    "city" TEXT,
    "country" TEXT,
    "request_id" TEXT,
    "fold_timestamp" DECIMAL NOT NULL,
    "fold_created_at" TIMESTAMPTZ(3) NOT NULL,
    "fold_digest" BYTEA NOT NULL,
    "version_count" INTEGER NOT NULL DEFAULT 1,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_versions" (
    "delivery_id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "amount" DECIMAL NOT NULL,
    "amount_fx" DECIMAL,
    "currency" TEXT,
    "fx" DECIMAL,
    "fx_fee" DECIMAL,
    "balance_after" DECIMAL,
    "bank_date_raw" TEXT,
    "fold_timestamp" DECIMAL NOT NULL,
    "fold_created_at" TIMESTAMPTZ(3) NOT NULL,
    "fold_digest" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transaction_versions_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "digest" BYTEA,
    "pair_digest" BYTEA,
    "verdict" "delivery_verdict" NOT NULL,
    "verdict_reason" TEXT,
    "answer_status" INTEGER NOT NULL,
    "event_name" TEXT,
    "reference" TEXT,
    "bank_timestamp" DECIMAL,
    "bank_created_at" TIMESTAMPTZ(3),
    "current_try" INTEGER,
    "max_tries" INTEGER,
    "content_type" TEXT,
    "encoding" TEXT,
    "body_sealed" BYTEA NOT NULL,
    "body_size" INTEGER NOT NULL,
    "source_address" TEXT,
    "peer_address" TEXT,
    "forwarded_for" TEXT,
    "user_agent" TEXT,
    "address_leg" TEXT NOT NULL,
    "hash_leg" TEXT NOT NULL,
    "hash_rendering" TEXT,
    "pair_leg" TEXT NOT NULL,
    "age_seconds" INTEGER,
    "processing" "delivery_processing" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "processed_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "duplicate_count" INTEGER NOT NULL DEFAULT 0,
    "last_duplicate_at" TIMESTAMPTZ(3),
    "replay_of_id" UUID,
    "decision" TEXT,
    "decision_reason" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_stats" (
    "site_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "duplicate" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "unstored" INTEGER NOT NULL DEFAULT 0,
    "answers" INTEGER[],

    CONSTRAINT "delivery_stats_pkey" PRIMARY KEY ("site_id","minute")
);

-- CreateTable
CREATE TABLE "stranger_traces" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "address" TEXT,
    "size" INTEGER,

    CONSTRAINT "stranger_traces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_jobs" (
    "id" UUID NOT NULL,
    "site_ids" UUID[],
    "decision" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "until" UUID NOT NULL,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attention_episodes" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "recovery_mailed_at" TIMESTAMPTZ(3),
    "mailing_until" TIMESTAMPTZ(3),

    CONSTRAINT "attention_episodes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spend_days" (
    "site_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "amount" DECIMAL NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "spend_days_pkey" PRIMARY KEY ("site_id","day","status","type")
);

-- CreateTable
CREATE TABLE "dirty_days" (
    "site_id" UUID NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "dirty_days_pkey" PRIMARY KEY ("site_id","day")
);

-- CreateTable
CREATE TABLE "live_events" (
    "id" BIGSERIAL NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "live_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" "staff_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "outage_mails" BOOLEAN NOT NULL DEFAULT false,
    "mail_language" TEXT NOT NULL DEFAULT 'en',

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_sessions" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "staff_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key","window_start")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "site_id" UUID,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT,
    "target_id" TEXT,
    "outcome" TEXT NOT NULL,
    "details_sealed" BYTEA,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "sites_partner_id_key" ON "sites"("partner_id");

-- CreateIndex
CREATE UNIQUE INDEX "site_credentials_key_hash_key" ON "site_credentials"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "site_credentials_site_id_kind_slot_key" ON "site_credentials"("site_id", "kind", "slot");

-- CreateIndex
CREATE INDEX "linked_users_site_id_created_at_id_idx" ON "linked_users"("site_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "linked_users_site_id_state_idx" ON "linked_users"("site_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "linked_users_site_id_external_reference_key" ON "linked_users"("site_id", "external_reference");

-- CreateIndex
CREATE UNIQUE INDEX "connect_sessions_secret_hash_key" ON "connect_sessions"("secret_hash");

-- CreateIndex
CREATE INDEX "connect_sessions_linked_user_id_created_at_idx" ON "connect_sessions"("linked_user_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "connect_attempts_support_code_key" ON "connect_attempts"("support_code");

-- CreateIndex
CREATE INDEX "connect_attempts_session_id_created_at_idx" ON "connect_attempts"("session_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "connect_events_attempt_id_seq_key" ON "connect_events"("attempt_id", "seq");

-- CreateIndex
CREATE INDEX "api_tokens_linked_user_id_idx" ON "api_tokens"("linked_user_id");

-- CreateIndex
CREATE INDEX "api_tokens_attempt_id_idx" ON "api_tokens"("attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_site_id_fingerprint_key" ON "api_tokens"("site_id", "fingerprint");

-- CreateIndex
CREATE INDEX "api_token_events_token_id_fold_timestamp_idx" ON "api_token_events"("token_id", "fold_timestamp");

-- CreateIndex
CREATE INDEX "api_token_events_attempt_id_idx" ON "api_token_events"("attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_accounts_site_id_acc_id_key" ON "card_accounts"("site_id", "acc_id");

-- CreateIndex
CREATE INDEX "cards_linked_user_id_idx" ON "cards"("linked_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "cards_site_id_acc_id_card_ref_key" ON "cards"("site_id", "acc_id", "card_ref");

-- CreateIndex
CREATE INDEX "card_transactions_site_id_bank_date_id_idx" ON "card_transactions"("site_id", "bank_date" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "card_transactions_card_id_bank_date_idx" ON "card_transactions"("card_id", "bank_date" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "card_transactions_card_id_txid_key" ON "card_transactions"("card_id", "txid");

-- CreateIndex
CREATE INDEX "transaction_versions_transaction_id_fold_timestamp_idx" ON "transaction_versions"("transaction_id", "fold_timestamp");

-- CreateIndex
CREATE INDEX "deliveries_site_id_received_at_id_idx" ON "deliveries"("site_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "deliveries_site_id_pair_digest_idx" ON "deliveries"("site_id", "pair_digest");

-- CreateIndex
CREATE INDEX "delivery_stats_minute_idx" ON "delivery_stats"("minute");

-- CreateIndex
CREATE INDEX "stranger_traces_at_idx" ON "stranger_traces"("at" DESC);

-- CreateIndex
CREATE INDEX "delivery_jobs_created_at_idx" ON "delivery_jobs"("created_at" DESC);

-- CreateIndex
CREATE INDEX "attention_episodes_site_id_opened_at_idx" ON "attention_episodes"("site_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "live_events_created_at_idx" ON "live_events"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE INDEX "staff_sessions_staff_id_idx" ON "staff_sessions"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_site_id_created_at_idx" ON "api_keys"("site_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "rate_limits_window_start_idx" ON "rate_limits"("window_start");

-- CreateIndex
CREATE INDEX "audit_entries_target_type_target_id_idx" ON "audit_entries"("target_type", "target_id");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at" DESC);

-- AddForeignKey
ALTER TABLE "site_credentials" ADD CONSTRAINT "site_credentials_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "linked_users" ADD CONSTRAINT "linked_users_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_sessions" ADD CONSTRAINT "connect_sessions_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_sessions" ADD CONSTRAINT "connect_sessions_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_attempts" ADD CONSTRAINT "connect_attempts_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "connect_sessions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_events" ADD CONSTRAINT "connect_events_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "connect_attempts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "connect_attempts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_events" ADD CONSTRAINT "api_token_events_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_events" ADD CONSTRAINT "api_token_events_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_accounts" ADD CONSTRAINT "card_accounts_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_accounts" ADD CONSTRAINT "card_accounts_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cards" ADD CONSTRAINT "cards_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cards" ADD CONSTRAINT "cards_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "card_accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cards" ADD CONSTRAINT "cards_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_transactions" ADD CONSTRAINT "card_transactions_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_transactions" ADD CONSTRAINT "card_transactions_card_id_fkey" FOREIGN KEY ("card_id") REFERENCES "cards"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction_versions" ADD CONSTRAINT "transaction_versions_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "card_transactions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction_versions" ADD CONSTRAINT "transaction_versions_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_replay_of_id_fkey" FOREIGN KEY ("replay_of_id") REFERENCES "deliveries"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_stats" ADD CONSTRAINT "delivery_stats_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attention_episodes" ADD CONSTRAINT "attention_episodes_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spend_days" ADD CONSTRAINT "spend_days_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Hand-written from here on: what a Prisma schema cannot say (listed in lib/db/migrate/handwritten.ts).

-- Identity of a delivery, among originals that were let in.
CREATE UNIQUE INDEX "deliveries_original_digest_key" ON "deliveries" ("site_id", "digest")
  WHERE "replay_of_id" IS NULL AND "verdict" <> 'quarantined';

-- The two orders in which the processor takes what is pending: small however many deliveries there are.
CREATE INDEX "deliveries_pending_idx" ON "deliveries" ("id") WHERE "processing" = 'pending' AND "attempts" = 0;
CREATE INDEX "deliveries_again_idx" ON "deliveries" ("next_attempt_at")
  WHERE "processing" = 'pending' AND "attempts" > 0;

-- What waits for a person.
CREATE INDEX "deliveries_attention_idx" ON "deliveries" ("site_id", "received_at" DESC)
  WHERE ("verdict" <> 'accepted' OR "processing" = 'parked') AND "decision" IS NULL;
CREATE INDEX "deliveries_held_idx" ON "deliveries" ("site_id") WHERE "verdict" = 'held' AND "decision" IS NULL;
CREATE INDEX "deliveries_retried_idx" ON "deliveries" ("site_id", "received_at" DESC) WHERE "current_try" > 1;
CREATE UNIQUE INDEX "attention_episodes_open_key" ON "attention_episodes" ("site_id", "kind") WHERE "closed_at" IS NULL;

-- The queue of cards that belong to nobody.
CREATE INDEX "cards_unattributed_idx" ON "cards" ("site_id", "created_at" DESC) WHERE "linked_user_id" IS NULL;

-- The deliveries page stays quick with millions of rows. Taking a card notification in writes to none of these three.
CREATE INDEX "deliveries_event_idx" ON "deliveries" ("site_id", "event_name", "received_at" DESC, "id" DESC)
  WHERE "event_name" <> 'card_transaction_received';
CREATE INDEX "deliveries_reason_idx" ON "deliveries" ("site_id", "verdict_reason", "received_at" DESC, "id" DESC)
  WHERE "verdict_reason" IS NOT NULL;
CREATE INDEX "deliveries_duplicate_idx" ON "deliveries" ("site_id", "received_at" DESC, "id" DESC)
  WHERE "duplicate_count" > 0;
-- A few bytes for each 32 pages instead of an entry for each row: it says which pages cannot hold a value.
CREATE INDEX "deliveries_search_idx" ON "deliveries" USING brin
  ("reference" text_bloom_ops (n_distinct_per_range = 300), "source_address" text_bloom_ops (n_distinct_per_range = 16))
  WITH (pages_per_range = 32, autosummarize = on);

ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_fingerprint_check" CHECK (octet_length("fingerprint") = 32);
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_digest_check" CHECK (octet_length("digest") = 32);
ALTER TABLE "card_transactions" ADD CONSTRAINT "card_transactions_version_count_check" CHECK ("version_count" >= 1);
ALTER TABLE "site_credentials" ADD CONSTRAINT "site_credentials_secret_check"
  CHECK (("kind" = 'webhook_key') = ("key_hash" IS NOT NULL) AND ("kind" = 'partner_ref') = ("ref_sealed" IS NOT NULL));
