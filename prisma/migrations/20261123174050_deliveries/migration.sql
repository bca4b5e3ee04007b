-- CreateEnum
CREATE TYPE "site_credential_kind" AS ENUM ('webhook_key', 'partner_ref');

-- CreateEnum
CREATE TYPE "site_credential_slot" AS ENUM ('current', 'previous');

-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "staleness_mode" TEXT NOT NULL DEFAULT 'warn',
ADD COLUMN     "staleness_seconds" INTEGER NOT NULL DEFAULT 300;

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "forwarded_for" TEXT,
ADD COLUMN     "peer_address" TEXT,
ADD COLUMN     "user_agent" TEXT;

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "mail_language" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "outage_mails" BOOLEAN NOT NULL DEFAULT false;

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

-- CreateIndex
CREATE UNIQUE INDEX "site_credentials_key_hash_key" ON "site_credentials"("key_hash");

-- CreateIndex
CREATE UNIQUE INDEX "site_credentials_site_id_kind_slot_key" ON "site_credentials"("site_id", "kind", "slot");

-- CreateIndex
CREATE INDEX "delivery_stats_minute_idx" ON "delivery_stats"("minute");

-- CreateIndex
CREATE INDEX "stranger_traces_at_idx" ON "stranger_traces"("at" DESC);

-- CreateIndex
CREATE INDEX "delivery_jobs_created_at_idx" ON "delivery_jobs"("created_at" DESC);

-- CreateIndex
CREATE INDEX "attention_episodes_site_id_opened_at_idx" ON "attention_episodes"("site_id", "opened_at" DESC);

-- AddForeignKey
ALTER TABLE "site_credentials" ADD CONSTRAINT "site_credentials_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_stats" ADD CONSTRAINT "delivery_stats_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attention_episodes" ADD CONSTRAINT "attention_episodes_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spend_days" ADD CONSTRAINT "spend_days_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what each site had until now is its current key and its current reference.
INSERT INTO "site_credentials" ("id", "site_id", "kind", "slot", "key_hash", "created_at")
SELECT gen_random_uuid(), "id", 'webhook_key', 'current', "webhook_key_hash", "created_at" FROM "sites";
INSERT INTO "site_credentials" ("id", "site_id", "kind", "slot", "ref_sealed", "ref_public", "created_at")
SELECT gen_random_uuid(), "id", 'partner_ref', 'current', "partner_ref_sealed", "partner_ref_public", "created_at" FROM "sites";
DROP INDEX "sites_webhook_key_hash_key";
ALTER TABLE "sites" DROP COLUMN "partner_ref_public", DROP COLUMN "partner_ref_sealed", DROP COLUMN "webhook_key_hash";

-- By hand: what a Prisma schema cannot say (lib/db/handwritten.ts).
ALTER TABLE "site_credentials" ADD CONSTRAINT "site_credentials_secret_check"
  CHECK (("kind" = 'webhook_key') = ("key_hash" IS NOT NULL) AND ("kind" = 'partner_ref') = ("ref_sealed" IS NOT NULL));
CREATE UNIQUE INDEX "attention_episodes_open_key" ON "attention_episodes" ("site_id", "kind") WHERE "closed_at" IS NULL;
CREATE INDEX "deliveries_held_idx" ON "deliveries" ("site_id") WHERE "verdict" = 'held' AND "decision" IS NULL;
CREATE INDEX "deliveries_retried_idx" ON "deliveries" ("site_id", "received_at" DESC) WHERE "current_try" > 1;
