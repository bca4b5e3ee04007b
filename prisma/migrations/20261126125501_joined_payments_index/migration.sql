CREATE INDEX CONCURRENTLY "card_transactions_joined_idx" ON "card_transactions" ("joined_to_id") WHERE "joined_to_id" IS NOT NULL;
