-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "allowed_ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_address" TEXT;

-- CreateTable
CREATE TABLE "api_requests" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "problem" TEXT,
    "address" TEXT,

    CONSTRAINT "api_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "api_requests_api_key_id_at_id_idx" ON "api_requests"("api_key_id", "at" DESC, "id" DESC);

CREATE INDEX "api_requests_problems_idx" ON "api_requests"("api_key_id", "at" DESC, "id" DESC) WHERE "status" >= 400;
