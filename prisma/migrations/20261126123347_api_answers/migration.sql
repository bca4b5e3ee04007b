-- CreateTable
CREATE TABLE "api_answers" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "key_digest" BYTEA NOT NULL,
    "asked_digest" BYTEA NOT NULL,
    "status" INTEGER,
    "body_sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_answers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "api_answers_created_at_idx" ON "api_answers"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_answers_api_key_id_key_digest_key" ON "api_answers"("api_key_id", "key_digest");
