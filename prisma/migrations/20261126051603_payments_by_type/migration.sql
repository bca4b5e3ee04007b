CREATE INDEX CONCURRENTLY "card_transactions_type_idx" ON "card_transactions" ("site_id", "type", "bank_date" DESC, "id" DESC) WHERE "type" <> 'D';
