-- AlterTable
ALTER TABLE "card_transactions" ADD COLUMN     "joined_to_id" UUID;

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "staff_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_exports" (
    "id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "until_id" UUID NOT NULL,
    "total" INTEGER NOT NULL,
    "total_exact" BOOLEAN NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'ordered',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "transaction_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_notes" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "transaction_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_tags" (
    "transaction_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "site_id" UUID NOT NULL,

    CONSTRAINT "transaction_tags_pkey" PRIMARY KEY ("transaction_id","tag")
);

-- CreateIndex
CREATE INDEX "saved_views_list_staff_id_idx" ON "saved_views"("list", "staff_id");

-- CreateIndex
CREATE INDEX "transaction_exports_created_at_idx" ON "transaction_exports"("created_at");

-- CreateIndex
CREATE INDEX "transaction_notes_transaction_id_created_at_idx" ON "transaction_notes"("transaction_id", "created_at");

-- CreateIndex
CREATE INDEX "transaction_tags_site_id_tag_transaction_id_idx" ON "transaction_tags"("site_id", "tag", "transaction_id");

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction_notes" ADD CONSTRAINT "transaction_notes_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "card_transactions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction_tags" ADD CONSTRAINT "transaction_tags_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "card_transactions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
