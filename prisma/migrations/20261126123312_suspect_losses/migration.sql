-- AlterTable
ALTER TABLE "sites" ADD COLUMN     "reads_bank" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "token_readings" ADD COLUMN     "suspected_at" TIMESTAMPTZ(3);

-- A site that took the sentence off its page had stopped reading: it stays so. Sites are few.
UPDATE "sites" s SET "reads_bank" = false WHERE NOT s."states_bank_reading"
  AND EXISTS (SELECT 1 FROM "token_readings" r WHERE r."site_id" = s."id");

-- Times in which we answered 503 are gaps, too.
ALTER TABLE "payment_gaps" DROP CONSTRAINT "payment_gaps_cause_check";
ALTER TABLE "payment_gaps" ADD CONSTRAINT "payment_gaps_cause_check" CHECK ("cause" IN ('outage', 'silence', 'refusals', 'unstored')) NOT VALID;
