-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "refold_at" TIMESTAMPTZ(3);
