-- Until a process of the release before has ended, it takes a sum that is not known for none.

-- AlterTable
-- squawk-ignore ban-drop-not-null
ALTER TABLE "payment_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
-- squawk-ignore ban-drop-not-null
ALTER TABLE "category_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
-- squawk-ignore ban-drop-not-null
ALTER TABLE "merchant_days" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- AlterTable
ALTER TABLE "rollup_fills" ADD COLUMN     "again" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
-- squawk-ignore ban-drop-not-null
ALTER TABLE "payment_residues" ALTER COLUMN "amount_fx" DROP NOT NULL;

-- Sums of days that mix payments with and without this amount were too small: they are added up again in the background.
INSERT INTO "rollup_fills" ("site_id", "due_at", "again") SELECT "id", now(), TRUE FROM "sites" WHERE EXISTS (SELECT 1 FROM "payment_days")
ON CONFLICT DO NOTHING;
