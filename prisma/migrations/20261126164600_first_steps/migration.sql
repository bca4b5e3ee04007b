-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "first_steps_hidden_at" TIMESTAMPTZ(3);
