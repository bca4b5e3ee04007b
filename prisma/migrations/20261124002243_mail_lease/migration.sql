-- AlterTable
ALTER TABLE "attention_episodes" ADD COLUMN     "mailing_until" TIMESTAMPTZ(3);
