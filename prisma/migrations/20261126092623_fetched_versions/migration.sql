-- AlterTable
ALTER TABLE "card_transactions" ADD COLUMN     "fetched" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "transaction_versions" ADD COLUMN     "description" TEXT,
ADD COLUMN     "mcc" TEXT,
ADD COLUMN     "request_id" TEXT,
ADD COLUMN     "whole" BOOLEAN NOT NULL DEFAULT false;
