CREATE INDEX CONCURRENTLY "card_transactions_status_idx" ON "card_transactions" ("site_id", "status", "bank_date" DESC, "id" DESC) WHERE "status" <> 'S';
