CREATE INDEX CONCURRENTLY "card_transactions_site_id_amount_bank_date_id_idx" ON "card_transactions" ("site_id", "amount", "bank_date" DESC, "id" DESC);
