CREATE INDEX CONCURRENTLY "card_transactions_unattributed_idx" ON "card_transactions" ("site_id", "bank_date" DESC, "id" DESC) WHERE "unattributed";
