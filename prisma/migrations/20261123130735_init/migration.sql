-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

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
    "partner_ref_sealed" BYTEA NOT NULL,
    "partner_ref_public" BOOLEAN NOT NULL,
    "webhook_key_hash" BYTEA NOT NULL,
    "allowed_ips" TEXT[],
    "language" TEXT NOT NULL DEFAULT 'en',
    "support_contact" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sites_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "linked_users" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "external_reference" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
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
    "language" TEXT NOT NULL,
    "state" "connect_session_state" NOT NULL DEFAULT 'created',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "connect_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_attempts" (
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "support_code" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "user_agent" TEXT,
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
    "orphan_reason" TEXT,
    "fold_timestamp" DECIMAL NOT NULL,
    "fold_created_at" TIMESTAMPTZ(3) NOT NULL,
    "fold_digest" BYTEA NOT NULL,
    "granted_at" TIMESTAMPTZ(3),
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

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "sites_webhook_key_hash_key" ON "sites"("webhook_key_hash");

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
CREATE INDEX "live_events_created_at_idx" ON "live_events"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE INDEX "staff_sessions_staff_id_idx" ON "staff_sessions"("staff_id");

-- CreateIndex
CREATE INDEX "rate_limits_window_start_idx" ON "rate_limits"("window_start");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at" DESC);

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
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Hand-written from here on: what a Prisma schema cannot say (listed in lib/db/handwritten.ts).

-- Identity of a delivery, among originals that were let in.
CREATE UNIQUE INDEX "deliveries_original_digest_key" ON "deliveries"("site_id", "digest")
  WHERE "replay_of_id" IS NULL AND "verdict" <> 'quarantined';

-- What the processor takes next, and what waits for a person: small however many deliveries there are.
CREATE INDEX "deliveries_pending_idx" ON "deliveries"("id") WHERE "processing" = 'pending';
CREATE INDEX "deliveries_attention_idx" ON "deliveries"("site_id", "received_at" DESC)
  WHERE "verdict" <> 'accepted' OR "processing" = 'parked';

-- The queue of cards that belong to nobody.
CREATE INDEX "cards_unattributed_idx" ON "cards"("site_id", "created_at" DESC) WHERE "linked_user_id" IS NULL;

ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_fingerprint_check" CHECK (octet_length("fingerprint") = 32);
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_digest_check" CHECK (octet_length("digest") = 32);
ALTER TABLE "card_transactions" ADD CONSTRAINT "card_transactions_version_count_check" CHECK ("version_count" >= 1);
