-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "keeps_card_balance" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "keeps_card_holder" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "states_bank_reading" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "connect_attempts" ADD COLUMN     "wording_digest" BYTEA;

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "refused_why" TEXT;

-- AlterTable
ALTER TABLE "card_accounts" ADD COLUMN     "acc_type" TEXT,
ADD COLUMN     "sharing" TEXT,
ADD COLUMN     "sharing_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "cards" ADD COLUMN     "balance" DECIMAL,
ADD COLUMN     "bank_read_at" TIMESTAMPTZ(3),
ADD COLUMN     "bank_status" TEXT,
ADD COLUMN     "card_type" TEXT,
ADD COLUMN     "expiry_date" TEXT,
ADD COLUMN     "holder" TEXT,
ADD COLUMN     "owner_source" TEXT;

-- CreateTable
CREATE TABLE "connect_wordings" (
    "digest" BYTEA NOT NULL,
    "language" TEXT NOT NULL,
    "words" TEXT[],
    "states_bank_reading" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connect_wordings_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "token_readings" (
    "token_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "outcome_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "token_readings_pkey" PRIMARY KEY ("token_id")
);

-- CreateTable
CREATE TABLE "account_readers" (
    "account_id" UUID NOT NULL,
    "linked_user_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "first_read_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_readers_pkey" PRIMARY KEY ("account_id","linked_user_id")
);

-- CreateIndex
CREATE INDEX "token_readings_due_at_idx" ON "token_readings"("due_at");

-- CreateIndex
CREATE INDEX "token_readings_site_id_idx" ON "token_readings"("site_id");

-- CreateIndex
CREATE INDEX "account_readers_linked_user_id_idx" ON "account_readers"("linked_user_id");

-- AddForeignKey
ALTER TABLE "token_readings" ADD CONSTRAINT "token_readings_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_readers" ADD CONSTRAINT "account_readers_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "card_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
