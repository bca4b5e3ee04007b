-- AlterTable
ALTER TABLE "transaction_exports" ADD COLUMN     "site_ids" UUID[] DEFAULT ARRAY[]::UUID[];
