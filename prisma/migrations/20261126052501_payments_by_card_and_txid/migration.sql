-- The one before finds the same.
DROP INDEX CONCURRENTLY "card_transactions_card_id_txid_key";
