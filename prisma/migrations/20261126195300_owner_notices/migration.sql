-- CreateTable
CREATE TABLE "owner_notices" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "linked_user_id" UUID,
    "key_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "owner_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_reads" (
    "site_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "token_reads_pkey" PRIMARY KEY ("site_id","hour")
);

-- CreateIndex
CREATE INDEX "owner_notices_staff_id_created_at_idx" ON "owner_notices"("staff_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "owner_notices_linked_user_id_idx" ON "owner_notices"("linked_user_id");

-- AddForeignKey
ALTER TABLE "owner_notices" ADD CONSTRAINT "owner_notices_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_notices" ADD CONSTRAINT "owner_notices_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_notices" ADD CONSTRAINT "owner_notices_linked_user_id_fkey" FOREIGN KEY ("linked_user_id") REFERENCES "linked_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_reads" ADD CONSTRAINT "token_reads_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
