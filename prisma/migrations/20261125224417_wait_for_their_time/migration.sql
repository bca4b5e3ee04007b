-- AlterEnum
ALTER TYPE "delivery_processing" ADD VALUE 'waiting';

-- AlterTable
ALTER TABLE "api_token_events" ADD COLUMN     "waits" BOOLEAN NOT NULL DEFAULT false;
