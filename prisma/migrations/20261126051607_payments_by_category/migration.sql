CREATE INDEX CONCURRENTLY "card_transactions_site_id_mcc_bank_date_id_idx" ON "card_transactions" ("site_id", "mcc", "bank_date" DESC, "id" DESC);
