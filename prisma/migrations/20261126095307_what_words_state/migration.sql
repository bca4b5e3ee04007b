-- AlterTable
ALTER TABLE "connect_wordings" ADD COLUMN     "states_balance" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "states_holder" BOOLEAN NOT NULL DEFAULT false;
