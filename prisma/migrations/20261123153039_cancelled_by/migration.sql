-- AlterTable
ALTER TABLE "connect_sessions" ADD COLUMN     "cancelled_by" TEXT;
