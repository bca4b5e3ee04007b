CREATE UNIQUE INDEX CONCURRENTLY "card_transactions_txid_card_id_key" ON "card_transactions"("txid", "card_id");
