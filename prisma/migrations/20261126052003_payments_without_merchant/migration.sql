-- Payments of earlier versions of this software, until the job has named them.
CREATE INDEX CONCURRENTLY "card_transactions_merchantless_idx" ON "card_transactions"("bank_date" DESC, "id" DESC) WHERE "merchant_id" IS NULL;
