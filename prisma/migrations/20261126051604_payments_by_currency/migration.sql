CREATE INDEX CONCURRENTLY "card_transactions_currency_idx" ON "card_transactions" ("site_id", "currency", "bank_date" DESC, "id" DESC) WHERE "currency" <> 'EUR';
