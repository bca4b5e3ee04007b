CREATE INDEX CONCURRENTLY "card_transactions_merchant_id_bank_date_id_idx" ON "card_transactions"("merchant_id", "bank_date" DESC, "id" DESC);
