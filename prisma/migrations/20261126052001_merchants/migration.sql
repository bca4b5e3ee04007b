-- AlterTable
ALTER TABLE "card_transactions" ADD COLUMN     "merchant_id" UUID;

-- CreateTable
CREATE TABLE "merchants" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "normalised" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT,
    "merged_into_id" UUID,
    "search" TEXT NOT NULL,
    "naming_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchants_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "merchants_naming_version_idx" ON "merchants"("naming_version");

-- CreateIndex
CREATE UNIQUE INDEX "merchants_site_id_normalised_key" ON "merchants"("site_id", "normalised");

-- AddForeignKey
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "sites"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A merchant that is merged into itself would have no end.
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_merged_check" CHECK ("merged_into_id" <> "id");

-- What was merged into a merchant.
CREATE INDEX "merchants_merged_idx" ON "merchants"("merged_into_id") WHERE "merged_into_id" IS NOT NULL;

-- Words by their beginning.
CREATE INDEX "merchants_search_idx" ON "merchants" USING GIN (array_to_tsvector(string_to_array("search", ' ')));
