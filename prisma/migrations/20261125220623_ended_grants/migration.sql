-- CreateTable
CREATE TABLE "ended_grants" (
    "token_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "linked_user_id" UUID,
    "attempt_id" UUID,
    "granted_at" TIMESTAMPTZ(3),
    "granted_timestamp" DECIMAL,
    "revoked_at" TIMESTAMPTZ(3),
    "ended_timestamp" DECIMAL NOT NULL,

    CONSTRAINT "ended_grants_pkey" PRIMARY KEY ("token_id","ordinal")
);

-- CreateIndex
CREATE INDEX "ended_grants_linked_user_id_idx" ON "ended_grants"("linked_user_id");

-- CreateIndex
CREATE INDEX "ended_grants_attempt_id_idx" ON "ended_grants"("attempt_id");

-- AddForeignKey
ALTER TABLE "ended_grants" ADD CONSTRAINT "ended_grants_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
