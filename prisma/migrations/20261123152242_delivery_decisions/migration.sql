-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by_id" UUID,
ADD COLUMN     "decision" TEXT,
ADD COLUMN     "decision_reason" TEXT;

-- Hand-written: what waits for a person no longer counts what somebody has decided.
DROP INDEX "deliveries_attention_idx";
CREATE INDEX "deliveries_attention_idx" ON "deliveries"("site_id", "received_at" DESC)
  WHERE ("verdict" <> 'accepted' OR "processing" = 'parked') AND "decision" IS NULL;
