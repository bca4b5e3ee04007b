CREATE INDEX CONCURRENTLY "card_transactions_country_idx" ON "card_transactions" ("site_id", "country", "bank_date" DESC, "id" DESC) WHERE "country" <> 'FRA';
