-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "accent_colour" TEXT,
ADD COLUMN     "confirm_second_browser" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "connect_words" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "link_days" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN     "logo" BYTEA,
ADD COLUMN     "logo_type" TEXT,
ADD COLUMN     "privacy_url" TEXT,
ADD COLUMN     "return_origin" TEXT,
ADD COLUMN     "script_hosts" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "connect_sessions" ADD COLUMN     "return_url" TEXT;

-- AlterTable
ALTER TABLE "connect_attempts" ADD COLUMN     "browser_hash" BYTEA,
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_by_id" UUID,
ADD COLUMN     "device" TEXT;

-- AlterTable
ALTER TABLE "connect_events" ADD COLUMN     "detail_sealed" BYTEA;

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "assigned_at" TIMESTAMPTZ(3),
ADD COLUMN     "assigned_by_id" UUID,
ADD COLUMN     "assigned_user_id" UUID;

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

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_site_id_created_at_idx" ON "api_keys"("site_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
