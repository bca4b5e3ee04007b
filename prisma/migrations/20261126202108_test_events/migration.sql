-- CreateTable
CREATE TABLE "test_events" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "nonce_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "seen" JSONB,

    CONSTRAINT "test_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "test_events_nonce_hash_key" ON "test_events"("nonce_hash");

-- AddForeignKey
ALTER TABLE "test_events" ADD CONSTRAINT "test_events_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
