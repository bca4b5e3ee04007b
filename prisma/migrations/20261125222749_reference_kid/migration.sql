-- AlterTable
ALTER TABLE "api_token_events" ADD COLUMN     "reference_kid" TEXT;
