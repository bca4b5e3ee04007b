CREATE INDEX CONCURRENTLY "card_accounts_linked_user_id_idx" ON "card_accounts"("linked_user_id");
