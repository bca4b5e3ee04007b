-- AlterTable
ALTER TABLE "payment_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
ALTER TABLE "category_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
ALTER TABLE "merchant_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
ALTER TABLE "rollup_fills" ADD COLUMN     "again" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "payment_residues" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- Sums of days that mix payments with and without this amount were too small: they are added up again in the background.
INSERT INTO "rollup_fills" ("site_id", "due_at", "again") SELECT "id", now(), TRUE FROM "sites" WHERE EXISTS (SELECT 1 FROM "payment_days")
ON CONFLICT DO NOTHING;
