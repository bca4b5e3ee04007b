CREATE INDEX CONCURRENTLY "cards_account_id_idx" ON "cards"("account_id");
