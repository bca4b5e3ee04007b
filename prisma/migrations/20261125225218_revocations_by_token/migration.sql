-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "revokes" BYTEA;
